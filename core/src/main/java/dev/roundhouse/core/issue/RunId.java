package dev.roundhouse.core.issue;

/**
 * Names one run of the orchestrator: {@code run_} and 12 hex digits. Immutable; unique over any
 * number of threads and processes, as {@link RandomHex} draws it.
 *
 * @param value the whole id
 */
public record RunId(String value) {
  private static final String PREFIX = "run_";

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if {@code value} is not of that shape
   */
  public RunId {
    RandomHex.check(PREFIX, value);
  }

  /** Returns a new, unique id. */
  public static RunId fresh() {
    return new RunId(RandomHex.next(PREFIX));
  }

  @Override
  public String toString() {
    return value;
  }
}
