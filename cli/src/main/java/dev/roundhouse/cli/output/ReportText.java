package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints the result of a run. */
public final class ReportText {
  private final Terminal terminal;
  private final PrintWriter out;
  private final TextColor paint;

  /** Creates a printer for {@code terminal}. */
  public ReportText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.paint = new TextColor(terminal);
  }

  /** Prints the summary. */
  public void print(RunReport report) {
    out.println();
    out.println(headline(report));
    new UsageText(terminal).report(report);
    if (!report.tested() && report.landed() > 0) {
      out.println(paint.warning("no gate is configured: " + report.landed() + " landed untested"));
    }
    if (!report.corrections().isEmpty()) {
      out.println(terminal.safe("corrections: " + new TreeMap<>(report.corrections())));
    }
    if (report.flakes() > 0) {
      out.println(
          paint.warning(
              "the gate is flaky: it failed and then passed on the same tree, "
                  + Plural.of(report.flakes(), "time")));
    }
    for (IssueResult each : report.issues()) {
      if (!each.isSettled() && !each.status().equals("deferred")) {
        out.println(
            terminal.safe(
                String.format(
                    Locale.ROOT, "  %-12s %-17s %s", each.id(), each.status(), each.reason())));
      }
    }
    printUnread(report);
    if (!report.note().isEmpty()) {
      out.println(paint.warning(terminal.safe(report.note())));
    }
    report
        .waiting()
        .filter(reason -> !reason.equals(report.note()))
        .ifPresent(
            reason ->
                out.println(
                    paint.warning(report.target() + " is behind what has landed: ")
                        + terminal.safe(reason)
                        + "\n  the landed commits are at refs/roundhouse/tip/"
                        + report.target()
                        + "; run 'roundhouse sync' to update it"));
    hint(report);
    out.flush();
  }

  /** Prints what helps: issues at rest need a retry; others are carried on with by a run. */
  private void hint(RunReport report) {
    List<String> left =
        report.issues().stream()
            .filter(each -> !each.isSettled())
            .map(IssueResult::status)
            .distinct()
            .toList();
    if (left.isEmpty()) {
      return;
    }
    List<String> help = new ArrayList<>();
    help.add("'roundhouse why ISSUE' explains it");
    if (left.stream().anyMatch(ReportText::isResting)) {
      help.add("'roundhouse retry ISSUE' runs it again");
    }
    if (report.ending() != RunReport.Ending.FINISHED
        && left.stream().anyMatch(each -> !isResting(each))) {
      help.add("'roundhouse run' continues with what is unfinished");
    }
    out.println(String.join(", ", help));
  }

  private static boolean isResting(String status) {
    return Arrays.stream(LifecycleStatus.values())
        .anyMatch(each -> each.isResting() && each.word().equals(status));
  }

  private static String ending(RunReport.Ending ending) {
    return switch (ending) {
      case FINISHED -> "finished in ";
      case DRAINED -> "stopped on request after ";
      case INTERRUPTED -> "interrupted after ";
      case HELD -> "stopped early after ";
    };
  }

  private void printUnread(RunReport report) {
    if (report.unread().isEmpty()) {
      return;
    }
    out.println(paint.bad("not worked on, because the file is not a valid issue:"));
    for (Finding each : report.unread()) {
      String line = each.line() > 0 ? ":" + each.line() : "";
      out.println(terminal.safe("  " + each.locator() + line + ": " + each.message()));
    }
  }

  private String headline(RunReport report) {
    Map<String, Integer> counts = new TreeMap<>();
    report.issues().stream()
        .filter(each -> !each.isSettled())
        .forEach(each -> counts.merge(each.status(), 1, Integer::sum));
    StringBuilder line =
        new StringBuilder(ending(report.ending()))
            .append(DurationText.of(report.elapsed()))
            .append(": ")
            .append(report.landed())
            .append(" landed on ")
            .append(report.target());
    long left = report.issues().stream().filter(each -> each.status().equals("branched")).count();
    if (left > 0) {
      line.append(", ").append(left).append(" on branches");
    }
    counts.forEach((status, count) -> line.append(", ").append(count).append(' ').append(status));
    return report.isComplete() ? paint.good(line.toString()) : line.toString();
  }
}
