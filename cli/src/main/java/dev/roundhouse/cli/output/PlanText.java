package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.GoalGroup;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.PlanReport;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Forecast;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the issues and what a run would do. */
public final class PlanText {
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
    out.println("would start, in this order:");
    statusReport.plan().next().forEach(this::line);
    for (IssueStanding each : statusReport.plan().standings()) {
      boolean waits = each.readiness() == Readiness.BLOCKED || each.readiness() == Readiness.AFTER;
      if (each.selected() && waits) {
        out.println(terminal.safe("  " + each.issue().id() + " " + each.reason()));
      }
    }
    out.println("nothing was changed");
    out.flush();
  }

  /** Prints which worker would work on each issue, when and why, and which issues would be left. */
  public void print(PlanReport planReport) {
    Forecast forecast = planReport.forecast();
    planReport.groups().forEach(this::group);
    out.println(
        Plural.of(forecast.slots().size(), "issue")
            + " would take "
            + DurationText.of(forecast.makespan())
            + ", with one worker "
            + DurationText.of(forecast.total()));
    forecast.slots().forEach(this::slot);
    critical(forecast);
    forecast.keptApart().stream().filter(each -> !each.deferred()).forEach(this::overlap);
    if (!forecast.unplanned().isEmpty()) {
      out.println("would not run:");
      forecast.unplanned().forEach(this::unplanned);
    }
    int findings = planReport.statusReport().reading().findings().size();
    if (findings > 0) {
      out.println(Plural.of(findings, "problem") + " in the backlog; see 'roundhouse lint'");
    }
    out.println("nothing was changed");
    out.flush();
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

  private void slot(Forecast.Slot slot) {
    out.println(
        terminal.safe(
            String.format(
                Locale.ROOT,
                "  %7s w%-3d %-14s %-4s %7s  %s",
                DurationText.of(slot.start()),
                slot.worker(),
                slot.issue().id(),
                slot.rank().place().priority(),
                DurationText.of(slot.took()),
                slot.issue().title())));
    out.println(terminal.safe("              " + why(slot)));
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
              "estimated from " + Plural.of(slot.estimate().samples(), "similar landed issue");
          case EFFORT -> "estimated from its effort";
          case USUAL -> "guessed: the issue states no effort";
        };
    return slot.why() + path + aged + "; time " + from;
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

  private void unplanned(Forecast.Unplanned each) {
    IssueStanding standing = each.standing();
    String chain = each.chain().size() > 1 ? " (<- " + ids(each.chain(), " <- ") + ")" : "";
    String why = standing.reason().isEmpty() ? standing.status() : standing.reason();
    out.println(
        terminal.safe(
            String.format(Locale.ROOT, "  %-14s %s%s", standing.issue().id(), why, chain)));
  }

  private static String ids(List<IssueId> ids, String between) {
    return ids.stream().map(IssueId::value).collect(Collectors.joining(between));
  }

  private void line(IssueStanding each) {
    out.println(
        terminal.safe(
            String.format(
                Locale.ROOT,
                "  %-14s %-4s %-6s %-12s %s",
                each.issue().id(),
                each.issue().priority(),
                each.issue().type(),
                each.status(),
                each.issue().title())));
  }
}
