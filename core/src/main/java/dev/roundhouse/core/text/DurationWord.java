package dev.roundhouse.core.text;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and parses durations in the form people write them, as in {@code 45m}. Pure. */
public final class DurationWord {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private DurationWord() {}

  /**
   * Parses one duration, such as {@code 90s}, {@code 45m}, {@code 2h} or {@code 1d}.
   *
   * @throws IllegalArgumentException if {@code text} is not a duration
   */
  public static Duration parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a duration such as 90s, 45m or 2h, not '" + text + "'");
    }
    long count = Long.parseLong(matcher.group(1));
    Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
    return Duration.ofMillis(Math.multiplyExact(count, unit.millis));
  }

  /** Returns {@code duration} in the largest unit that fits, such as {@code 90s} or {@code 2h}. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    for (Unit each : Unit.values()) {
      if (millis % each.millis == 0) {
        return millis / each.millis + each.name().toLowerCase(Locale.ROOT);
      }
    }
    throw new IllegalStateException("every duration is a number of milliseconds");
  }

  /** The units, the largest first. */
  private enum Unit {
    D(86_400_000),
    H(3_600_000),
    M(60_000),
    S(1_000),
    MS(1);

    private final long millis;

    Unit(long millis) {
      this.millis = millis;
    }
  }
}
