package dev.roundhouse.orchestrator.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms of a landing in the history of the target. */
public enum LandingStyle {
  /** A merge commit, with the agent's own commits behind it. */
  MERGE,
  /** One plain commit that names the agent's authors. */
  SQUASH;

  /** Returns the word in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the style with that word.
   *
   * @throws IllegalArgumentException if there is none; the message names the known ones
   */
  public static LandingStyle of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no style '"
                        + word
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(LandingStyle::word)
                            .collect(Collectors.joining(", "))));
  }
}
