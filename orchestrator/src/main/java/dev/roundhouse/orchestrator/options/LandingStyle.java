package dev.roundhouse.orchestrator.options;

/** The forms of a landing in the history of the target. */
public enum LandingStyle {
  /** A merge commit, with the agent's own commits behind it. */
  MERGE,
  /** One plain commit that names the agent's authors. */
  SQUASH;

  /** Returns the word in the configuration. */
  public String word() {
    return OptionValues.word(this);
  }

  /**
   * Returns the style with that word.
   *
   * @throws IllegalArgumentException if there is none; the message names the known ones
   */
  public static LandingStyle of(String word) {
    return OptionValues.choice(LandingStyle.class, "style", word);
  }
}
