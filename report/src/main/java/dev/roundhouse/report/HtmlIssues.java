package dev.roundhouse.report;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.Stage;
import dev.roundhouse.report.RunHistory.WorkedAttempt;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import java.time.Duration;
import java.util.List;

/** Writes the table of a report's issues, and the evidence on those that did not land. */
final class HtmlIssues {
  private static final int MOST_EVIDENCE = 500_000; // characters in one page
  private static final int LONGEST_EVIDENCE = 2_000;
  private static final int SHORTEST_EVIDENCE = 240;
  private static final int EVIDENCE_LINES = 30;
  private static final int MOST_OPEN = 5; // failures that show their evidence at once
  private static final int BAR = 120;

  private final RunHistory history;
  private final Markup html;
  private final List<WorkedIssue> failures;

  HtmlIssues(RunHistory history, Markup html) {
    this.history = history;
    this.html = html;
    this.failures =
        history.issues().stream()
            .filter(each -> each.attempts().stream().anyMatch(of -> of.fate() == Fate.DISCARDED))
            .toList();
  }

  static String anchor(IssueId id) {
    return "issue-" + id.value();
  }

  boolean hasFailures() {
    return !failures.isEmpty();
  }

  void table() {
    html.open("div").attribute("class", "panel scroll").attribute("tabindex", "0");
    html.attribute("role", "region").attribute("aria-label", "Issues, scrolls sideways");
    html.open("table").attribute("class", "sorted").open("thead").open("tr");
    head("Issue", "");
    head("Outcome", "");
    for (String each : List.of("Attempts", "Time")) {
      head(each, "n");
    }
    head("Phases", "");
    for (String each : List.of("Agent", "Queue", "Gate", "Landing", "Cost")) {
      head(each, "n");
    }
    html.close().close().open("tbody");
    long longest =
        history.issues().stream().mapToLong(each -> total(each).toMillis()).max().orElse(1);
    history.issues().forEach(each -> row(each, Math.max(1, longest)));
    html.close().close().close();
  }

  private void head(String name, String kind) {
    html.open("th").attribute("scope", "col");
    if (!kind.isEmpty()) {
      html.attribute("class", kind);
    }
    html.text(name).close();
  }

  private void row(WorkedIssue issue, long longest) {
    html.open("tr").attribute("id", anchor(issue.id()));
    html.open("th").attribute("scope", "row").element("span", "id", issue.id().value());
    html.text(" " + Words.line(issue.title())).close();
    html.open("td").open("span").attribute("class", "state " + issue.fate().word());
    html.text(issue.outcome()).close();
    issue.commit().ifPresent(each -> html.text(" ").element("code", "quiet", Words.commit(each)));
    html.close();
    number(Integer.toString(issue.attempts().size()), issue.attempts().size());
    time(issue.length());
    bar(issue, longest);
    for (Stage each : List.of(Stage.AGENT, Stage.QUEUE, Stage.GATE, Stage.LANDING)) {
      time(issue.time(each));
    }
    number(Words.cost(issue.used()), issue.used().charged().costUsd().doubleValue());
    html.close();
  }

  private void time(Duration time) {
    number(Words.durationOrNone(time), time.toMillis());
  }

  private void number(String text, Number by) {
    html.open("td").attribute("class", "n").attribute("data-by", by).text(text).close();
  }

  private static Duration total(WorkedIssue issue) {
    return issue.attempts().stream()
        .map(WorkedAttempt::length)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Draws the stages of all attempts side by side; the longest issue fills the cell. */
  private void bar(WorkedIssue issue, long longest) {
    html.open("td").attribute("data-by", total(issue).toMillis());
    html.open("svg").attribute("class", "bar").attribute("width", BAR).attribute("height", 10);
    html.attribute("aria-hidden", "true");
    double x = 0;
    for (Stage each : Stage.values()) {
      double width = (double) BAR * issue.time(each).toMillis() / longest;
      if (width >= 0.5) {
        html.open("rect").attribute("class", each.word());
        html.attribute("x", TimelineSvg.number(x)).attribute("width", TimelineSvg.number(width));
        html.attribute("height", 10).close();
      }
      x += width;
    }
    html.close().close();
  }

  void failures() {
    int room = Math.max(SHORTEST_EVIDENCE, MOST_EVIDENCE / failures.size());
    html.open("div").attribute("class", "panel");
    for (int at = 0; at < failures.size(); at++) {
      WorkedIssue each = failures.get(at);
      boolean isOpen = at < MOST_OPEN && each.fate() == Fate.DISCARDED;
      failure(each, Math.min(room, LONGEST_EVIDENCE), isOpen);
    }
    html.close();
  }

  private void failure(WorkedIssue issue, int room, boolean isOpen) {
    html.open("details").attribute("class", "failure");
    if (isOpen) {
      html.attribute("open");
    }
    html.open("summary").element("span", "id", issue.id().value());
    html.text(" " + Words.line(issue.title()) + " · ");
    html.element("span", "state " + issue.fate().word(), issue.outcome()).close();
    html.open("div").attribute("class", "in").open("ol");
    for (WorkedAttempt each : issue.attempts()) {
      html.open("li").attribute("value", each.number());
      html.text(Words.joined(": ", List.of(each.outcome(), Words.line(each.reason()))));
      html.close();
    }
    html.close();
    String evidence = evidence(issue);
    if (!evidence.isBlank()) {
      html.element("pre", Words.tail(evidence, EVIDENCE_LINES, room));
    }
    html.open("p").element("code", "command", command(issue)).close();
    html.close().close();
  }

  /** Returns the evidence on the last attempt that did not land. */
  static String evidence(WorkedIssue issue) {
    return issue.attempts().stream()
        .filter(each -> each.fate() == Fate.DISCARDED)
        .reduce((earlier, later) -> later)
        .map(WorkedAttempt::evidence)
        .orElse("");
  }

  private static String command(WorkedIssue issue) {
    return "roundhouse " + (issue.fate() == Fate.LANDED ? "show " : "why ") + issue.id();
  }
}
