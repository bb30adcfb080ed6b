package dev.roundhouse.orchestrator.internal.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an agent makes of its issue, in its own word. */
public enum AgentVerdict {
  /** It can be worked, or was. */
  READY,
  /** The same, after the agent has put something right in the issue. */
  CORRECTED,
  /** It cannot be worked as it is written. */
  NOT_READY,
  /** A person should look before it goes on. */
  NEEDS_REVIEW,
  /** It needs no work. */
  CLOSE,
  /** Something outside of it must come first. */
  BLOCKED;

  /** As it stands in a result, such as {@code needs-review}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads a word, in any case, with blanks, hyphens or underscores; empty for any other. */
  public static Optional<AgentVerdict> parse(String text) {
    String folded = text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    return Arrays.stream(values()).filter(each -> each.word().equals(folded)).findFirst();
  }
}
