package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.Usage;
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
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Calculates the work ahead of a run, in the process of the run and in others alike. Pure.
 *
 * @param run the run
 * @param inputs its workers, its beginning and the moment
 */
public record RunOutlook(RunId run, PlanningInputs inputs) {
  /**
   * Returns the outlook.
   *
   * @param issues every issue, from which estimates are made
   * @param spent the usage of the run's agents so far
   */
  public Outlook of(Plan plan, Collection<Issue> issues, LedgerView view, Usage spent) {
    Estimates estimates = Estimates.of(issues, view);
    Forecast forecast = forecast(plan, estimates, view);
    Set<IssueId> ahead = new HashSet<>();
    forecast.slots().forEach(slot -> ahead.add(slot.issue().id()));
    return new Outlook(
        ahead,
        estimates.isGrounded() ? Optional.of(forecast.makespan()) : Optional.empty(),
        spent,
        inputs.options().agents().budget().run().map(RunOutlook::usage));
  }

  private Forecast forecast(Plan plan, Estimates estimates, LedgerView view) {
    RunOptions options = inputs.options();
    int most = options.selection().maxIssues();
    if (most > 0) {
      int left = Math.max(1, most - over(plan, view)); // 0 would be no limit
      options = options.toBuilder().selection(options.selection().atMost(left)).build();
    }
    Order order = new Order(options.order(), estimates);
    return Forecast.of(
        plan, order, new PlanningInputs(options, inputs.usual(), inputs.now(), inputs.begun()));
  }

  /** Returns the number of issues that this run has worked on and that are not under way now. */
  private int over(Plan plan, LedgerView view) {
    return (int)
        view.issues().stream()
            .filter(record -> !isActive(plan.find(record.id())))
            .filter(record -> record.history().stream().anyMatch(each -> each.run().equals(run)))
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
