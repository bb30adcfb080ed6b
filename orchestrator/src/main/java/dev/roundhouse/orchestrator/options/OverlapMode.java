package dev.roundhouse.orchestrator.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways a run handles two issues that change the same files. */
public enum OverlapMode {
  /** Overlaps are not examined. */
  OFF,
  /** Overlaps are reported. */
  WARN,
  /**
   * Overlaps are reported, and the one issue does not start until the other has landed or been sent
   * back.
   */
  DEFER;

  /** Returns the word in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the mode with the word {@code word}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OverlapMode of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "overlap must be one of "
                        + String.join(", ", words())
                        + ", not '"
                        + word
                        + "'"));
  }

  private static List<String> words() {
    return Arrays.stream(values()).map(OverlapMode::word).toList();
  }
}
