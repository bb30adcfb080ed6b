package dev.roundhouse.orchestrator.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a run makes of two issues that change the same files. */
public enum OverlapMode {
  /** Nothing: nobody looks. */
  OFF,
  /** It tells. */
  WARN,
  /** It tells, and does not start the one until the other has landed or been put back. */
  DEFER;

  /** How it is written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one that is written {@code word}.
   *
   * @throws IllegalArgumentException if none is
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
