package dev.roundhouse.core.issue;

import java.util.Locale;
import java.util.Map;
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
  private static final Map<String, Integer> WORDS =
      Map.ofEntries(
          Map.entry("critical", 0),
          Map.entry("urgent", 0),
          Map.entry("highest", 0),
          Map.entry("blocker", 0),
          Map.entry("high", 1),
          Map.entry("major", 1),
          Map.entry("medium", 2),
          Map.entry("normal", 2),
          Map.entry("moderate", 2),
          Map.entry("low", 3),
          Map.entry("minor", 3),
          Map.entry("lowest", 4),
          Map.entry("trivial", 4));

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

  /**
   * Reads {@code P2}, {@code p2} or {@code 2}, or a word such as {@code high}, in any case; empty
   * for anything else.
   */
  public static Optional<Priority> parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (matcher.matches()) {
      return Optional.of(new Priority(Integer.parseInt(matcher.group(1))));
    }
    return Optional.ofNullable(WORDS.get(text.strip().toLowerCase(Locale.ROOT))).map(Priority::new);
  }

  @Override // a record's own is put together at its first use: milliseconds of each start
  public boolean equals(Object other) {
    return other instanceof Priority that && level == that.level;
  }

  @Override
  public int hashCode() {
    return level;
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
