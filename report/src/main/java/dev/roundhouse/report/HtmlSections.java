package dev.roundhouse.report;

import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import dev.roundhouse.report.RunSummary.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes the sections of a report below its first screen. */
final class HtmlSections {
  private static final int MOST_DECISIONS = 30;
  private static final int MOST_UNTOUCHED = 300;

  private final RunHistory history;
  private final RunSummary summary;
  private final Markup html;

  HtmlSections(RunHistory history, RunSummary summary, Markup html) {
    this.history = history;
    this.summary = summary;
    this.html = html;
  }

  void write() {
    Optional<Markup> graph = GraphSvg.of(history);
    Map<String, Runnable> parts = new LinkedHashMap<>();
    if (history.decisions().size() > HtmlSummary.MOST_DECISIONS) {
      parts.put("Needs you", this::decisions);
    }
    HtmlIssues issues = new HtmlIssues(history, html);
    if (!history.issues().isEmpty()) {
      parts.put("Timeline", this::timeline);
      parts.put("Issues", issues::table);
    }
    if (issues.hasFailures()) {
      parts.put("Attempts that did not land", issues::failures);
    }
    if (!history.untouched().isEmpty()) {
      parts.put("Not started", this::untouched);
    }
    if (!history.links().isEmpty()) {
      parts.put("Dependencies", () -> dependencies(graph));
    }
    if (!history.issues().isEmpty()) {
      parts.put("Time and money", this::shares);
      parts.put("Worth a look", this::lists);
    }
    jump(parts.keySet());
    html.open("main");
    parts.forEach(this::section);
    html.close();
    html.open("footer").open("p");
    html.text("Written by Roundhouse. ");
    html.element("code", "roundhouse report " + history.run().id()).text(" writes it again.");
    html.close().close();
  }

  private void jump(Iterable<String> names) {
    html.open("nav").attribute("class", "jump").attribute("aria-label", "Sections");
    for (String each : names) {
      html.open("a").attribute("href", "#" + anchor(each)).text(each).close();
    }
    html.close();
  }

  private static String anchor(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private void section(String name, Runnable content) {
    html.open("section").attribute("class", "part").attribute("id", anchor(name));
    html.attribute("aria-labelledby", anchor(name) + "-title");
    html.open("h2").attribute("id", anchor(name) + "-title").text(name).close();
    content.run();
    html.close();
  }

  private void decisions() {
    html.open("ul").attribute("class", "panel list");
    history.decisions().stream()
        .limit(MOST_DECISIONS)
        .forEach(each -> HtmlSummary.decision(html, each));
    more(history.decisions().size() - MOST_DECISIONS, "roundhouse review");
    html.close();
  }

  private void timeline() {
    html.open("div").attribute("class", "panel");
    scroll("Timeline, scrolls sideways", TimelineSvg.of(history));
    html.open("p").attribute("class", "legend");
    legend("prepare", "worktree is made ready");
    legend("agent", "agent works");
    legend("gate", "gate judges");
    legend("landed", "landed");
    legend("lost", "✕ did not land");
    html.close().close();
  }

  private void legend(String kind, String text) {
    html.open("span").open("svg").attribute("width", 12).attribute("height", 12);
    html.attribute("aria-hidden", "true").open("rect").attribute("class", kind);
    html.attribute("width", 12).attribute("height", 12).attribute("rx", 3).close().close();
    html.text(text).close();
  }

  private void scroll(String label, Markup content) {
    html.open("div").attribute("class", "scroll").attribute("tabindex", "0");
    html.attribute("role", "region").attribute("aria-label", label).add(content).close();
  }

  private void untouched() {
    html.open("ul").attribute("class", "panel list");
    for (IssueStanding each : history.untouched().stream().limit(MOST_UNTOUCHED).toList()) {
      html.open("li").element("span", "id", each.issue().id().value());
      html.text(" " + Words.line(each.issue().title()));
      String why = each.reason().isEmpty() ? each.status() : each.reason();
      html.element("span", "quiet", " · " + Words.line(why)).close();
    }
    more(history.untouched().size() - MOST_UNTOUCHED, "roundhouse list");
    html.close();
  }

  private void more(int count, String command) {
    if (count > 0) {
      html.open("li").text("and " + count + " more: ");
      html.element("code", "command", command).close();
    }
  }

  private void dependencies(Optional<Markup> graph) {
    html.open("div").attribute("class", "panel");
    if (graph.isPresent()) {
      scroll("Dependencies, scrolls sideways", graph.get());
      html.open("p").attribute("class", "legend");
      legend("landed", "landed");
      legend("open", "unfinished");
      legend("discarded", "did not land");
      legend("idle", "not started");
      html.text("a dashed line is a dependency that is not met").close();
    } else {
      String links = history.links().size() + " dependencies";
      html.element("p", links + " are too many to draw; 'roundhouse plan --graph' prints them.");
    }
    html.close();
  }

  private void shares() {
    html.open("div").attribute("class", "panel scroll").attribute("tabindex", "0");
    html.attribute("role", "region").attribute("aria-label", "Time and money by outcome and agent");
    html.open("table").attribute("class", "plain").open("thead").open("tr");
    for (String each : List.of("", "Attempts", "Agents’ time", "Tokens", "Cost")) {
      html.open("th").attribute("scope", "col");
      html.attribute("class", each.isEmpty() ? "" : "n").text(each).close();
    }
    html.close().close().open("tbody");
    share("Landed", summary.of(Fate.LANDED));
    share("Did not land", summary.of(Fate.DISCARDED));
    share("Unfinished or waiting", summary.of(Fate.OPEN));
    if (summary.byAgent().size() > 1) {
      summary.byAgent().forEach((name, of) -> share(name.isEmpty() ? "unknown agent" : name, of));
    }
    share("Total", summary.total());
    html.close().close().close();
  }

  private void share(String name, Share share) {
    if (share.attempts() == 0) {
      return;
    }
    html.open("tr").open("th").attribute("scope", "row").text(name).close();
    html.element("td", "n", Integer.toString(share.attempts()));
    html.element("td", "n", Words.durationOrNone(share.time()));
    html.element("td", "n", Words.tokens(share.used()));
    html.element("td", "n", Words.cost(share.used())).close();
  }

  private void lists() {
    html.open("div").attribute("class", "halves");
    list("Slowest", summary.slowest(), each -> Words.duration(each.length()));
    list("Most attempts", summary.retried(), each -> Plural.of(each.attempts().size(), "attempt"));
    list(
        "Flaky gate",
        summary.flaky(),
        each -> "failed, then passed, " + Plural.of(each.flakes(), "time"));
    List<String> corrections = new ArrayList<>();
    summary.corrections().forEach((kind, count) -> corrections.add(kind + ": " + count));
    if (!corrections.isEmpty()) {
      html.open("div").attribute("class", "panel").element("h3", "Corrections by agents");
      html.open("ul");
      corrections.forEach(each -> html.element("li", Words.line(each)));
      html.close().close();
    }
    html.close();
  }

  private void list(String name, List<WorkedIssue> issues, Function<WorkedIssue, String> figure) {
    if (issues.isEmpty()) {
      return;
    }
    html.open("div").attribute("class", "panel").element("h3", name).open("ol");
    for (WorkedIssue each : issues) {
      html.open("li").open("a").attribute("href", "#" + HtmlIssues.anchor(each.id()));
      html.text(each.id().value()).close();
      html.text(" " + Words.line(each.title()));
      html.element("span", "quiet", " · " + figure.apply(each)).close();
    }
    html.close().close();
  }
}
