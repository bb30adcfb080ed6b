package dev.roundhouse.core.ledger;

import java.math.BigDecimal;

/**
 * What agents have used up. Immutable.
 *
 * @param inputTokens tokens read, 0 or more
 * @param outputTokens tokens written, 0 or more
 * @param costUsd what they cost, in US dollars, 0 or more
 */
public record Usage(long inputTokens, long outputTokens, BigDecimal costUsd) {
  /** Nothing. */
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

  /** Both together; a sum of tokens too large for a number is the largest one. */
  public Usage plus(Usage more) {
    return new Usage(
        sum(inputTokens, more.inputTokens),
        sum(outputTokens, more.outputTokens),
        costUsd.add(more.costUsd));
  }

  /** All tokens. */
  public long tokens() {
    return sum(inputTokens, outputTokens);
  }

  private static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
