package dev.roundhouse.core.issue;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The urgency of an issue: {@code P0} comes before {@code P1} and so on. Immutable.
 *
 * @param level 0 (first) to 9 (last)
 */
public record Priority(int level) implements Comparable<Priority> {
  private static final Pattern SHAPE = Pattern.compile("[Pp]?([0-9])");

  /** The priority of an issue that names none. */
  public static final Priority DEFAULT = new Priority(3);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if {@code level} is not 0 to 9
   */
  public Priority {
    if (level < 0 || level > 9) {
      throw new IllegalArgumentException("priority must be P0 to P9, not: P" + level);
    }
  }

  /** Reads {@code P2}, {@code p2} or {@code 2}; empty for anything else. */
  public static Optional<Priority> parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(new Priority(Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Priority other) {
    return Integer.compare(level, other.level);
  }

  @Override
  public String toString() {
    return "P" + level;
  }
}
