package dev.roundhouse.core.issue;

/**
 * Names one attempt of an agent at one issue: {@code att_} and 12 hex digits. Immutable; unique
 * over any number of threads and processes, as {@link RandomHex} draws it.
 *
 * @param value the whole id
 */
public record AttemptId(String value) {
  private static final String PREFIX = "att_";

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is not of that shape
   */
  public AttemptId {
    RandomHex.check(PREFIX, value);
  }

  /** Returns a new, unique id. */
  public static AttemptId fresh() {
    return new AttemptId(RandomHex.next(PREFIX));
  }

  @Override
  public String toString() {
    return value;
  }
}
