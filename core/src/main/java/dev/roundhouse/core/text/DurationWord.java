package dev.roundhouse.core.text;

import java.time.Duration;
import java.util.Locale;

/** Writes a duration as the configuration does. Pure. */
public final class DurationWord {
  private DurationWord() {}

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
