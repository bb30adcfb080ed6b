package dev.roundhouse.orchestrator.options;

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
    return OptionValues.word(this);
  }

  /**
   * Returns the mode with the word {@code word}.
   *
   * @throws IllegalArgumentException if there is none; the message names the known ones
   */
  public static OverlapMode of(String word) {
    return OptionValues.choice(OverlapMode.class, "overlap", word);
  }
}
