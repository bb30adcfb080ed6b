package dev.roundhouse.core.issue;

/**
 * Names one change of the plan by a person or a program: {@code chg_} and 12 hex digits. Immutable;
 * unique over any number of threads and processes, as {@link RandomHex} draws it.
 *
 * @param value the whole id
 */
public record ChangeId(String value) {
  private static final String PREFIX = "chg_";

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is not of that shape
   */
  public ChangeId {
    RandomHex.check(PREFIX, value);
  }

  /** Returns a new, unique id. */
  public static ChangeId fresh() {
    return new ChangeId(RandomHex.next(PREFIX));
  }

  @Override
  public String toString() {
    return value;
  }
}
