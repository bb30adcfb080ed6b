package dev.roundhouse.cli.output;

import dev.roundhouse.cli.output.TextTable.Cell;
import dev.roundhouse.cli.output.TextTable.Column;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.GoalGroup;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.PlanReport;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Estimates;
import dev.roundhouse.orchestrator.schedule.Forecast;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints the issues and what a run would do. */
public final class PlanText {
  private static final Set<Readiness> WAITING = Set.of(Readiness.BLOCKED, Readiness.AFTER);

  private final Terminal terminal;
  private final PrintWriter out;

  /** Creates a printer for {@code terminal}. */
  public PlanText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /** Prints the first steps of a run and the dependencies between issues; changes nothing. */
  public void print(StatusReport statusReport) {
    new FindingsText(terminal).print(statusReport.reading());
    List<IssueStanding> next = statusReport.plan().next();
    out.println(next.isEmpty() ? "nothing would start" : "would start, in this order:");
    TextTable starts = table("ISSUE", "PRI", "TYPE", "STATUS");
    next.forEach(
        each ->
            starts.row(
                each.issue().id().value(),
                each.issue().priority().toString(),
                each.issue().type().name(),
                each.status(),
                each.issue().title()));
    print(starts);
    TextTable waits = table("");
    statusReport.plan().standings().stream()
        .filter(IssueStanding::selected)
        .filter(each -> WAITING.contains(each.readiness()))
        .forEach(each -> waits.row(each.issue().id().value(), each.reason()));
    if (!waits.isEmpty()) {
      out.println("would wait:");
    }
    print(waits);
    out.println("nothing was changed");
    out.flush();
  }

  /** Prints which worker would work on each issue, when and why, and which issues would be left. */
  public void print(PlanReport planReport) {
    Forecast forecast = planReport.forecast();
    planReport.groups().forEach(this::group);
    out.println(total(forecast));
    slots(forecast);
    critical(forecast);
    forecast.keptApart().stream().filter(each -> !each.deferred()).forEach(this::overlap);
    if (!forecast.unplanned().isEmpty()) {
      out.println("would not run:");
      TextTable table = table("");
      forecast
          .unplanned()
          .forEach(each -> table.row(each.standing().issue().id().value(), why(each)));
      print(table);
    }
    int findings = planReport.statusReport().reading().findings().size();
    if (findings > 0) {
      out.println(Plural.of(findings, "problem") + " in the backlog; see 'roundhouse lint'");
    }
    out.println("nothing was changed");
    out.flush();
  }

  private static String total(Forecast forecast) {
    if (forecast.slots().isEmpty()) {
      return "nothing would start";
    }
    return Plural.of(forecast.slots().size(), "issue")
        + " would take "
        + DurationText.of(forecast.makespan())
        + ", with one worker "
        + DurationText.of(forecast.total());
  }

  /**
   * Returns a table of texts whose last column, without a heading unless there are others, wraps.
   */
  private TextTable table(String... headings) {
    List<Column> columns = new ArrayList<>();
    for (String each : headings) {
      columns.add(Column.text(each));
    }
    columns.add(Column.wrapped(headings.length > 1 ? "TITLE" : ""));
    return new TextTable(terminal, columns.toArray(Column[]::new));
  }

  private static void print(TextTable table) {
    if (!table.isEmpty()) {
      table.print("  ");
    }
  }

  private void group(GoalGroup group) {
    String after = group.after().isEmpty() ? "" : " after " + String.join(", ", group.after());
    out.println(
        terminal.safe(
            String.format(
                Locale.ROOT,
                "group %s (%s%s)%s: %s",
                group.name(),
                group.sequential() ? "sequential" : "in parallel",
                group.optional() ? ", optional" : "",
                after,
                ids(group.issues(), ", "))));
  }

  private void slots(Forecast forecast) {
    TextTable table =
        new TextTable(
            terminal,
            Column.number("STARTS"),
            Column.number("TAKES"),
            Column.text("BY"),
            Column.text("ISSUE"),
            Column.text("PRI"),
            Column.wrapped("TITLE"));
    Cell none = Cell.of("");
    for (Forecast.Slot slot : forecast.slots()) {
      table.row(
          Cell.of(slot.start().isZero() ? "now" : DurationText.of(slot.start())),
          Cell.of((isGuess(slot) ? "~" : "") + DurationText.of(slot.took())),
          Cell.of("w" + slot.worker()),
          Cell.of(slot.issue().id().value()),
          Cell.of(slot.rank().place().priority().toString()),
          Cell.of(slot.issue().title()));
      table.row(none, none, none, none, none, Cell.quiet(why(slot)));
    }
    print(table);
    if (forecast.slots().stream().anyMatch(PlanText::isGuess)) {
      out.println("~ is a guess: the issue states no effort, and none like it has landed");
    }
  }

  private static boolean isGuess(Forecast.Slot slot) {
    return slot.estimate().source() == Estimates.Source.USUAL;
  }

  private static String why(Forecast.Slot slot) {
    Duration chain = Duration.ofSeconds(slot.rank().place().chain());
    String path =
        chain.compareTo(slot.took()) > 0 ? "; starts a chain of " + DurationText.of(chain) : "";
    long levels = slot.rank().interval();
    String aged =
        levels == 0
            ? ""
            : "; counts as " + Plural.of(levels, "priority level") + " lower, being ready later";
    String from =
        switch (slot.estimate().source()) {
          case HISTORY ->
              "; time estimated from "
                  + Plural.of(slot.estimate().samples(), "similar landed issue");
          case EFFORT -> "; time estimated from its effort";
          case USUAL -> "";
        };
    return slot.why() + path + aged + from;
  }

  private void overlap(Forecast.KeptApart each) {
    out.println(terminal.safe("overlap: " + each.issue() + " " + each.collision().why()));
  }

  private void critical(Forecast forecast) {
    if (forecast.criticalPath().size() > 1) {
      out.println(
          "critical path, "
              + DurationText.of(forecast.criticalTime())
              + ": "
              + ids(forecast.criticalPath(), " -> "));
    }
  }

  private static String why(Forecast.Unplanned each) {
    IssueStanding standing = each.standing();
    String chain = each.chain().size() > 1 ? " (<- " + ids(each.chain(), " <- ") + ")" : "";
    return (standing.reason().isEmpty() ? standing.status() : standing.reason()) + chain;
  }

  private static String ids(List<IssueId> ids, String between) {
    return ids.stream().map(IssueId::value).collect(Collectors.joining(between));
  }
}
