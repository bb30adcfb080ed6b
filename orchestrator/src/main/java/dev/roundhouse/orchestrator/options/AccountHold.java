package dev.roundhouse.orchestrator.options;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The time for which an agent gets no more work after its account was refused. Immutable.
 *
 * @param shortest the shortest hold, whatever time the agent names
 * @param longest the longest
 */
public record AccountHold(Duration shortest, Duration longest) {
  /** The defaults: ten seconds to eight days, which is longer than the limits of a week. */
  public static final AccountHold DEFAULT =
      new AccountHold(Duration.ofSeconds(10), Duration.ofDays(8));

  private static final List<Duration> RUNGS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the shortest is not longer than nothing, or is longer than
   *     the longest
   */
  public AccountHold {
    if (shortest.isZero() || shortest.isNegative() || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "'shortest' must be more than 0, and 'longest' must not be less than 'shortest'");
    }
  }

  /**
   * Returns the end of a hold that begins at {@code now}. A time that is named counts if it is
   * ahead. Otherwise the hold is longer with each in a row: 1, 5, 15, then 60 minutes. From the
   * second in a row on, a named time is believed less: the hold lasts at least as long as the one
   * before would have lasted without it.
   *
   * @param named the time the agent names, possibly in the past
   * @param before the number of holds in a row before this one
   */
  public Instant until(Optional<Instant> named, int before, Instant now) {
    Duration least = before == 0 ? shortest : longer(shortest, rung(before - 1));
    Duration wanted =
        named
            .filter(now::isBefore)
            .map(end -> longer(least, Duration.between(now, end)))
            .orElseGet(() -> longer(shortest, rung(before)));
    return now.plus(wanted.compareTo(longest) > 0 ? longest : wanted);
  }

  private static Duration rung(int number) {
    return RUNGS.get(Math.min(number, RUNGS.size() - 1));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
