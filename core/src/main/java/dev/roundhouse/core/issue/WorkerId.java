package dev.roundhouse.core.issue;

/**
 * Names one worker of one run: {@code wrk_} and 12 hex digits. Immutable; unique over any number of
 * threads and processes, as {@link RandomHex} draws it.
 *
 * @param value the whole id
 */
public record WorkerId(String value) {
  private static final String PREFIX = "wrk_";

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is not of that shape
   */
  public WorkerId {
    RandomHex.check(PREFIX, value);
  }

  /** Returns a new, unique id. */
  public static WorkerId fresh() {
    return new WorkerId(RandomHex.next(PREFIX));
  }

  @Override
  public String toString() {
    return value;
  }
}
