package dev.roundhouse.report;

import static dev.roundhouse.report.MarkdownText.code;
import static dev.roundhouse.report.MarkdownText.inline;

import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import dev.roundhouse.report.RunSummary.Share;
import java.util.List;

/** Writes a report as Markdown that is short enough for a pull request. */
final class MarkdownReport {
  private static final int MOST_DECISIONS = 30;
  private static final int MOST_ROWS = 100;
  private static final int MOST_FAILURES = 15;
  private static final int EVIDENCE_LINES = 15;
  private static final int LONGEST_EVIDENCE = 1_200;

  private final RunHistory history;
  private final RunSummary summary;
  private final StringBuilder out = new StringBuilder();

  private MarkdownReport(RunHistory history) {
    this.history = history;
    this.summary = RunSummary.of(history);
  }

  static String of(RunHistory history) {
    return new MarkdownReport(history).write();
  }

  private String write() {
    line("## " + inline(HtmlSummary.headline(history)));
    line("");
    HtmlSummary.notices(history).forEach(each -> line("> " + inline(each) + "\n"));
    figures();
    decisions();
    landed();
    failures();
    untouched();
    line("Roundhouse, " + code(history.run().id().value()));
    return out.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private void figures() {
    Share total = summary.total();
    Share lost = summary.of(Fate.DISCARDED);
    String range = history.range().map(each -> code(HtmlSummary.log(each))).orElse("");
    line("| | |");
    line("|---|---|");
    row("Landed", Plural.of(history.landed().size(), "issue"), range);
    row("Needs you", Plural.of(history.decisions().size(), "decision"), "");
    row(
        "Cost",
        Words.cost(total.used()).equals(Words.NONE) ? "" : Words.cost(total.used()),
        Words.tokens(total.used()).equals(Words.NONE) ? "" : Words.tokens(total.used()),
        Plural.of(total.attempts(), "attempt"),
        Words.duration(total.time()) + " of agents’ time");
    row(
        "Wasted",
        lost.attempts() == 0 ? "nothing" : Plural.of(lost.attempts(), "attempt"),
        lost.attempts() == 0 ? "" : Words.duration(lost.time()) + " of agents’ time",
        Words.cost(lost.used()).equals(Words.NONE) ? "" : Words.cost(lost.used()));
    row(
        "Run",
        Words.time(history.run().startedAt()),
        "took " + Words.duration(history.elapsed()),
        Plural.of(history.run().workers(), "worker"),
        "agent " + code(String.join(" ", history.run().agent())),
        history.run().gate().isEmpty()
            ? "no gate"
            : "gate " + code(String.join(" ", history.run().gate())));
    line("");
  }

  private void row(String name, String... parts) {
    line("| **" + name + "** | " + Words.joined(", ", List.of(parts)) + " |");
  }

  private void decisions() {
    if (history.decisions().isEmpty()) {
      return;
    }
    line("### Needs you\n");
    for (Decision each : history.decisions().stream().limit(MOST_DECISIONS).toList()) {
      String text = Words.joined(": ", List.of(inline(each.title()), inline(each.why())));
      line("- " + code(each.subject()) + " " + text + " → " + code(each.command()));
    }
    more(history.decisions().size() - MOST_DECISIONS);
  }

  private void landed() {
    if (history.landed().isEmpty()) {
      return;
    }
    line("### Landed\n");
    line("| Issue | | Commit | Attempts | Time | Cost |");
    line("|---|---|---|--:|--:|--:|");
    for (WorkedIssue each : history.landed().stream().limit(MOST_ROWS).toList()) {
      List<String> cells =
          List.of(
              code(each.id().value()),
              inline(each.title()),
              each.commit().map(Words::commit).map(MarkdownText::code).orElse(""),
              Integer.toString(each.attempts().size()),
              Words.duration(each.length()),
              Words.cost(each.used()));
      line("| " + String.join(" | ", cells) + " |");
    }
    more(history.landed().size() - MOST_ROWS);
  }

  private void more(int count) {
    line(count > 0 ? "\nand " + count + " more\n" : "");
  }

  private void failures() {
    List<WorkedIssue> failures =
        history.issues().stream().filter(each -> each.fate() == Fate.DISCARDED).toList();
    if (failures.isEmpty()) {
      return;
    }
    line("### Did not land\n");
    for (WorkedIssue each : failures.stream().limit(MOST_FAILURES).toList()) {
      line(
          "**"
              + code(each.id().value())
              + "** "
              + inline(each.title())
              + ": "
              + inline(each.outcome())
              + " after "
              + Plural.of(each.attempts().size(), "attempt")
              + ", "
              + inline(each.last().reason())
              + "\n");
      String evidence = HtmlIssues.evidence(each);
      if (!evidence.isBlank()) {
        line(MarkdownText.block(Words.tail(evidence, EVIDENCE_LINES, LONGEST_EVIDENCE)));
      }
    }
    more(failures.size() - MOST_FAILURES);
  }

  private void untouched() {
    if (history.untouched().isEmpty()) {
      return;
    }
    line("### Not started\n");
    for (IssueStanding each : history.untouched().stream().limit(MOST_FAILURES).toList()) {
      String why = each.reason().isEmpty() ? each.status() : each.reason();
      line(
          "- "
              + code(each.issue().id().value())
              + " "
              + Words.joined(": ", List.of(inline(each.issue().title()), inline(why))));
    }
    more(history.untouched().size() - MOST_FAILURES);
  }
}
