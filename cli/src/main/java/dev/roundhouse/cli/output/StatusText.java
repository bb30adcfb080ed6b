package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Prints the active run and the state of the issues. */
public final class StatusText {
  private final Terminal terminal;
  private final PrintWriter out;

  /** Creates a printer for {@code terminal}. */
  public StatusText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /** Prints what needs a person, the counts, the issues under way, and those that wait. */
  public void print(StatusReport statusReport) throws IOException {
    List<Decision> decisions = statusReport.decisions(terminal.clock().instant());
    new NeedsYouText(terminal).print(decisions);
    out.println(
        statusReport
            .activeRun()
            .map(
                run ->
                    run.id() + " is active on " + run.target() + ", process " + run.owner().pid())
            .orElse("no run is active"));
    statusReport
        .watcher()
        .ifPresent(line -> out.println("waiting for new work: " + terminal.safe(line)));
    Map<String, Integer> counts = new TreeMap<>();
    statusReport.plan().standings().forEach(each -> counts.merge(each.status(), 1, Integer::sum));
    counts.forEach((status, count) -> out.printf(Locale.ROOT, "  %-18s %5d%n", status, count));
    new UsageText(terminal).status(statusReport);
    active(statusReport);
    Set<IssueId> listed =
        decisions.stream().flatMap(each -> each.issue().stream()).collect(Collectors.toSet());
    section(
        "skipped ('roundhouse retry ISSUE' runs it again)",
        statusReport,
        of(Readiness.RESTING).and(each -> !listed.contains(each.issue().id())));
    section("blocked", statusReport, of(Readiness.BLOCKED));
    limits(statusReport);
    statusReport
        .behind()
        .ifPresent(
            branch ->
                out.println(
                    terminal.safe(
                        branch
                            + " is behind what has landed; 'roundhouse sync' updates it, or says"
                            + " what is in the way")));
    long ready = statusReport.plan().next().size();
    out.println("ready to start: " + ready);
    out.flush();
  }

  private void limits(StatusReport statusReport) {
    Instant now = terminal.clock().instant();
    statusReport
        .view()
        .limits()
        .forEach(
            (agent, limit) -> {
              if (now.isBefore(limit.until()) && !limit.trouble().needsPerson()) {
                out.println(terminal.safe(agent + held(limit, now) + said(limit)));
              }
            });
  }

  private static String held(AccountLimit limit, Instant now) {
    String row = limit.inRow() > 1 ? " (reached " + limit.inRow() + " times in a row)" : "";
    String until =
        DurationText.coarse(Duration.between(now, limit.until()))
            + " more, until "
            + limit.until().truncatedTo(ChronoUnit.SECONDS);
    return switch (limit.trouble()) {
      case LIMIT -> " is limited for " + until + row;
      case SERVICE ->
          " is held for "
              + until
              + row
              + ", because "
              + (limit.isUnanswered() ? "it got no answer" : "its service failed");
      case LOG_IN, CREDIT, MODEL -> " needs a person; the next run tries again";
    };
  }

  private static String said(AccountLimit limit) {
    return limit.said().isEmpty() ? "" : ": " + limit.said();
  }

  private void active(StatusReport statusReport) throws IOException {
    if (statusReport.activeRun().isPresent()) {
      section("running", statusReport, of(Readiness.ACTIVE));
      return;
    }
    Predicate<IssueStanding> waits = each -> each.status().equals(LifecycleStatus.CANDIDATE.word());
    section("finished; the next run will land them", statusReport, waits);
    section(
        "interrupted with their run; the next run saves their work and reopens them",
        statusReport,
        of(Readiness.ACTIVE).and(waits.negate()));
  }

  private static Predicate<IssueStanding> of(Readiness readiness) {
    return each -> each.readiness() == readiness;
  }

  private void section(String name, StatusReport statusReport, Predicate<IssueStanding> meant) {
    List<IssueStanding> those = statusReport.plan().standings().stream().filter(meant).toList();
    if (!those.isEmpty()) {
      out.println(name + ":");
      new IssueTable(terminal).reasons(those);
    }
  }
}
