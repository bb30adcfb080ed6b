package dev.roundhouse.cli.output;

import java.time.Duration;
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
}
