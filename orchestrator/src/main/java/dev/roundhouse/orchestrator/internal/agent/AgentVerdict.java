package dev.roundhouse.orchestrator.internal.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The verdict of an agent on its issue. */
public enum AgentVerdict {
  /** The issue can be worked on, or was. */
  READY,
  /** The issue can be worked on, after the agent has corrected it. */
  CORRECTED,
  /** The issue cannot be worked on as it is written. */
  NOT_READY,
  /** A person should look at the issue before work goes on. */
  NEEDS_REVIEW,
  /** The issue needs no work. */
  CLOSE,
  /** Something outside the issue must come first. */
  BLOCKED;

  /** Returns the word used in results, such as {@code needs-review}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Parses a word in any case, with blanks, hyphens or underscores; returns empty for an unknown
   * one.
   */
  public static Optional<AgentVerdict> parse(String text) {
    String folded = text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    return Arrays.stream(values()).filter(each -> each.word().equals(folded)).findFirst();
  }
}
