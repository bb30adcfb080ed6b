package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an issue, under way or over. Immutable.
 *
 * @param attempt its id
 * @param number 1 for the first ever
 * @param run the run it belongs to
 * @param at the time it was claimed
 * @param endedAt the time it was over, or null
 * @param outcome the status the issue got by it, as a lifecycle word; empty while it is under way
 * @param reason the reason for the outcome
 */
public record AttemptSummary(
    AttemptId attempt,
    int number,
    RunId run,
    Instant at,
    @Nullable Instant endedAt,
    String outcome,
    String reason) {
  AttemptSummary over(LifecycleStatus next, String why, Instant when) {
    return new AttemptSummary(attempt, number, run, at, when, next.word(), why);
  }
}
