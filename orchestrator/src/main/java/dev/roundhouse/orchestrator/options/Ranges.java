package dev.roundhouse.orchestrator.options;

import java.time.Duration;

/** Refuses values that are out of range, naming them. Pure. */
final class Ranges {
  static final Duration MAX_TIMEOUT = Duration.ofDays(30);

  private Ranges() {}

  static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ", not " + value);
    }
  }

  static void timeLimit(String name, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(name + " must be more than 0s and at most 30d");
    }
  }
}
