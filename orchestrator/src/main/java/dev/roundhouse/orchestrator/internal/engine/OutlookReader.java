package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent.Outlook;
import dev.roundhouse.orchestrator.schedule.Estimates;
import dev.roundhouse.orchestrator.schedule.Forecast;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Order;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.PlanningInputs;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Looks ahead, whenever it is asked to, in a run. Safe for use by any number of threads. */
final class OutlookReader implements Supplier<Outlook> {
  private final RunContext context;
  private final LiveBacklog backlog;
  private final String agent;
  private final Instant begun;

  /**
   * Creates a reader for one run.
   *
   * @param agent the agent of issues that no route sends elsewhere
   * @param begun the time the run began
   */
  OutlookReader(RunContext context, LiveBacklog backlog, String agent, Instant begun) {
    this.context = context;
    this.backlog = backlog;
    this.agent = agent;
    this.begun = begun;
  }

  @Override
  public Outlook get() {
    try {
      LedgerView view = context.ledger().view();
      Plan plan = backlog.scheduler().plan(view);
      Estimates estimates = Estimates.of(backlog.selected().reading().issues(), view);
      Forecast forecast = forecast(plan, estimates, view);
      Set<IssueId> ahead = new HashSet<>();
      forecast.slots().forEach(slot -> ahead.add(slot.issue().id()));
      return new Outlook(
          ahead,
          estimates.isGrounded() ? Optional.of(forecast.makespan()) : Optional.empty(),
          context.metrics().spending().total(),
          context.options().agents().budget().run().map(OutlookReader::usage));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Forecast forecast(Plan plan, Estimates estimates, LedgerView view) {
    Instant now = context.clock().instant();
    RunOptions options = context.options();
    int most = options.selection().maxIssues();
    if (most > 0) {
      int left = Math.max(1, most - over(plan, view)); // 0 would be no limit
      options = options.toBuilder().selection(options.selection().atMost(left)).build();
    }
    Order order = new Order(options.order(), estimates);
    return Forecast.of(plan, order, new PlanningInputs(options, agent, now, Optional.of(begun)));
  }

  /** Returns the number of issues that this run has worked on and that are not under way now. */
  private int over(Plan plan, LedgerView view) {
    return (int)
        view.issues().stream()
            .filter(record -> !isActive(plan.find(record.id())))
            .filter(
                record ->
                    record.history().stream().anyMatch(each -> each.run().equals(context.run())))
            .count();
  }

  private static boolean isActive(Optional<IssueStanding> standing) {
    return standing.filter(each -> each.readiness() == Readiness.ACTIVE).isPresent();
  }

  private static Usage usage(Budget.Amount limit) {
    return limit.tokens()
        ? new Usage(limit.value().setScale(0, RoundingMode.DOWN).longValue(), 0, BigDecimal.ZERO)
        : new Usage(0, 0, limit.value());
  }
}
