package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who would work. Immutable.
 *
 * @param options how many, and within which limits
 * @param usual the agent that works what no route leads elsewhere
 * @param now at which moment
 * @param begun when the run that is going began; empty if none is
 */
public record PlanningInputs(
    RunOptions options, String usual, Instant now, Optional<Instant> begun) {
  /** What {@code next} would be worked as. */
  Limits.Working as(IssueStanding next) {
    String agent = options.agents().routed(next.issue(), next.attempts() + 1).orElse(usual);
    return new Limits.Working(next.issue(), agent);
  }

  /** How long it is at work already. */
  Duration since(IssueStanding active) {
    return begun
        .flatMap(run -> active.record().map(IssueRecord::claimedAt))
        .map(claimed -> Duration.between(claimed, now))
        .filter(each -> !each.isNegative())
        .orElse(Duration.ZERO);
  }

  /** In how long it may start, because of its last failure. */
  Duration backoff(IssueStanding next) {
    return next.record()
        .map(IssueRecord::notBefore)
        .filter(now::isBefore)
        .map(then -> Duration.between(now, then))
        .orElse(Duration.ZERO);
  }
}
