package dev.roundhouse.orchestrator.options;

import java.time.Duration;

/**
 * The waiting time of an issue after an attempt whose agent failed: doubled after each failure, up
 * to a cap, with a random part so that not all come back at once. Immutable.
 *
 * @param first the time after the first failure; zero for no waiting
 * @param longest the cap
 */
public record Backoff(Duration first, Duration longest) {
  /** The defaults: one second, then two, up to five minutes. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  private static final int MOST_DOUBLINGS = 30;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a duration is negative, or the cap is below the first
   */
  public Backoff {
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "'longest' must not be less than 'first', and neither may be negative");
    }
  }

  /**
   * Returns the wait after that many failures in a row.
   *
   * @param failures 1 or more
   * @param chance 0 to below 1: the share of the second half of the wait that is waited
   */
  public Duration after(int failures, double chance) {
    int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
    long whole = Math.min(longest.toMillis(), saturated(first.toMillis(), doublings));
    return Duration.ofMillis(whole / 2 + Math.round(whole / 2.0 * chance));
  }

  private static long saturated(long millis, int doublings) {
    return millis > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : millis << doublings;
  }
}
