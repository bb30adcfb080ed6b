package dev.roundhouse.core.ledger;

import java.math.BigDecimal;

/**
 * The tokens and the money that agents have used. Immutable.
 *
 * @param inputTokens tokens read, 0 or more
 * @param outputTokens tokens written, 0 or more
 * @param costUsd their cost in US dollars, 0 or more
 */
public record Usage(long inputTokens, long outputTokens, BigDecimal costUsd) {
  /** No usage. */
  public static final Usage NONE = new Usage(0, 0, BigDecimal.ZERO);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is below 0
   */
  public Usage {
    if (inputTokens < 0 || outputTokens < 0 || costUsd.signum() < 0) {
      throw new IllegalArgumentException("usage must not be below 0");
    }
  }

  /** Returns the sum of both; a sum of tokens that overflows becomes the largest number. */
  public Usage plus(Usage more) {
    return new Usage(
        sum(inputTokens, more.inputTokens),
        sum(outputTokens, more.outputTokens),
        costUsd.add(more.costUsd));
  }

  /** Returns this without {@code part}; what would be below 0 is 0. */
  public Usage minus(Usage part) {
    return new Usage(
        Math.max(0, inputTokens - part.inputTokens),
        Math.max(0, outputTokens - part.outputTokens),
        costUsd.subtract(part.costUsd).max(BigDecimal.ZERO));
  }

  /** Tells whether this equals {@link #NONE}. */
  public boolean equalsNone() {
    return tokens() == 0 && costUsd.signum() == 0;
  }

  /** Returns all tokens. */
  public long tokens() {
    return sum(inputTokens, outputTokens);
  }

  private static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
