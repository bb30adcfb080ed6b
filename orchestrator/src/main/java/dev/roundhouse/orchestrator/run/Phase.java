package dev.roundhouse.orchestrator.run;

import java.util.Locale;

/** The phases of an attempt from its claim to its landing. */
public enum Phase {
  /** Its worktree is brought to the tip and set up. */
  PREPARE,
  /** An agent checks whether the issue can be worked on. */
  VALIDATE,
  /** The agent is working. */
  AGENT,
  /** The agent's work is saved into refs. */
  HARVEST,
  /** Its work waits for its turn to land. */
  QUEUE,
  /** Its work is merged onto the tip. */
  MERGE,
  /** The gate tests the merged result. */
  GATE,
  /** The tip moves to the candidate. */
  LAND;

  /** Returns the word shown to people and stored with timings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
