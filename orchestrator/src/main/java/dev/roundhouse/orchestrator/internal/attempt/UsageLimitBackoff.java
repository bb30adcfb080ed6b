package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.ledger.AccountLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long an account is left alone whose usage limit names no time: longer with each limit that is
 * met in a row. Pure.
 */
final class UsageLimitBackoff {
  static final List<Duration> RUNGS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  private UsageLimitBackoff() {}

  /**
   * Until when nothing more is given to the agent.
   *
   * @param last the limit that was met last, if no success came after it
   * @param now when this one is met; while the last one holds, it is the same one
   */
  static Instant until(Optional<AccountLimit> last, Instant now) {
    if (last.isPresent() && now.isBefore(last.get().until())) {
      return last.get().until();
    }
    int rung = Math.min(last.map(AccountLimit::inRow).orElse(0), RUNGS.size() - 1);
    return now.plus(RUNGS.get(rung));
  }
}
