package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.text.DurationWord;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Refuses values that are out of range, naming them. Pure. */
final class OptionValues {
  static final Duration MAX_TIMEOUT = Duration.ofDays(30);

  private OptionValues() {}

  static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ", not " + value);
    }
  }

  static void timeLimit(String name, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          name + " must be more than 0s and at most 30d, not " + DurationWord.of(value));
    }
  }

  /**
   * Returns the constant of an option whose word is {@code word}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the words
   */
  static <E extends Enum<E>> E choice(Class<E> kind, String option, String word) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(each -> word(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    option
                        + " must be one of "
                        + Arrays.stream(kind.getEnumConstants())
                            .map(OptionValues::word)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + word
                        + "'"));
  }

  /** Returns the word of {@code constant} in the configuration. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
