package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The workforce of a forecast. Immutable.
 *
 * @param options the number of workers and their limits
 * @param usual the agent for issues that no route sends elsewhere
 * @param now the moment of the forecast
 * @param begun the time the active run started; empty if there is none
 */
public record PlanningInputs(
    RunOptions options, String usual, Instant now, Optional<Instant> begun) {
  /** Returns {@code next} as work of the agent that would work on it. */
  Limits.Working as(IssueStanding next) {
    String agent = options.agents().routed(next.issue(), next.attempts() + 1).orElse(usual);
    return new Limits.Working(next.issue(), agent);
  }

  /** Returns the time {@code active} has been at work already. */
  Duration since(IssueStanding active) {
    return begun
        .flatMap(run -> active.record().map(IssueRecord::claimedAt))
        .map(claimed -> Duration.between(claimed, now))
        .filter(each -> !each.isNegative())
        .orElse(Duration.ZERO);
  }

  /** Returns the time until {@code next} may start, because of its last failure. */
  Duration backoff(IssueStanding next) {
    return next.record()
        .map(IssueRecord::notBefore)
        .filter(now::isBefore)
        .map(then -> Duration.between(now, then))
        .orElse(Duration.ZERO);
  }
}
