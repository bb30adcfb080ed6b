package dev.roundhouse.core.ledger;

import java.time.Duration;

/**
 * A total of the work of agents. Immutable.
 *
 * @param landed the number of attempts that landed, or were left on a branch
 * @param attempts the number of attempts
 * @param time how long agents worked, added up over agents that worked side by side
 * @param usage what the agents said they used
 * @param assumed an estimate: what a budget counts on top for agents that did not say all that they
 *     used
 */
public record UsageSummary(int landed, int attempts, Duration time, Usage usage, Usage assumed) {
  /** Nothing done and nothing used. */
  public static final UsageSummary NONE =
      new UsageSummary(0, 0, Duration.ZERO, Usage.NONE, Usage.NONE);

  private static final UsageSummary ATTEMPT =
      new UsageSummary(0, 1, Duration.ZERO, Usage.NONE, Usage.NONE);

  private static final UsageSummary LANDED =
      new UsageSummary(1, 1, Duration.ZERO, Usage.NONE, Usage.NONE);

  /** Returns one attempt that used nothing. */
  static UsageSummary attempt(boolean isLanded) {
    return isLanded ? LANDED : ATTEMPT;
  }

  /** Returns the sum of both. */
  public UsageSummary plus(UsageSummary more) {
    return new UsageSummary(
        landed + more.landed,
        attempts + more.attempts,
        time.plus(more.time),
        usage.plus(more.usage),
        assumed.plus(more.assumed));
  }

  /** Returns what a budget counts: the usage that was stated, and the estimate. */
  public Usage charged() {
    return usage.plus(assumed);
  }
}
