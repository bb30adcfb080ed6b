package dev.roundhouse.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Formats durations for people. Pure. */
final class DurationText {
  private DurationText() {}

  static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%d.%ds", seconds, duration.toMillisPart() / 100);
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
  }

  /** Formats the time since {@code then}, such as 3m ago. */
  static String ago(Instant then, Instant now) {
    return coarse(Duration.between(then, now)) + " ago";
  }

  /** Formats an age: only its largest unit, such as 3m or 5d. */
  static String coarse(Duration age) {
    if (age.toMinutes() < 1) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + "m";
    }
    return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
