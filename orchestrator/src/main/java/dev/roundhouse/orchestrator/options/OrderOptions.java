package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.text.DurationWord;
import java.time.Duration;

/**
 * The options that may change the order in which issues start. Immutable.
 *
 * @param ageing the time an issue is ready until it counts as one priority level more urgent
 * @param p0Alone whether nothing else starts while an issue of P0 is under way or ready
 * @param overlap the handling of issues that change the same files
 */
public record OrderOptions(Duration ageing, boolean p0Alone, OverlapMode overlap) {
  /** The defaults: a level in four hours, nothing alone, and overlapping issues are kept apart. */
  public static final OrderOptions DEFAULT = new OrderOptions(Duration.ofHours(4), false);

  /** Creates options with the default handling of overlaps. */
  public OrderOptions(Duration ageing, boolean p0Alone) {
    this(ageing, p0Alone, OverlapMode.DEFER);
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if {@code ageing} is shorter than a second or longer than 30
   *     days
   */
  public OrderOptions {
    if (ageing.toSeconds() < 1 || ageing.compareTo(OptionValues.MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "ageing must be 1s to 30d, not " + DurationWord.of(ageing));
    }
  }

  /** Returns the same options with another ageing time. */
  public OrderOptions ageing(Duration level) {
    return new OrderOptions(level, p0Alone, overlap);
  }

  /** Returns the same options, with issues of P0 alone or not. */
  public OrderOptions p0Alone(boolean alone) {
    return new OrderOptions(ageing, alone, overlap);
  }

  /** Returns the same options with another handling of overlaps. */
  public OrderOptions overlap(OverlapMode other) {
    return new OrderOptions(ageing, p0Alone, other);
  }
}
