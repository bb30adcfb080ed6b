package dev.roundhouse.orchestrator.run;

import java.util.Locale;

/** Where an issue's attempt is between its claim and its landing. */
public enum Phase {
  /** Its worktree is brought to the tip and set up. */
  PREPARE,
  /** An agent looks whether the issue can be worked. */
  VALIDATE,
  /** The agent works. */
  AGENT,
  /** What the agent left is being saved into refs. */
  HARVEST,
  /** Its work waits for its turn to land. */
  QUEUE,
  /** Its work is merged on the tip. */
  MERGE,
  /** The gate tests the merged result. */
  GATE,
  /** The tip moves to the candidate. */
  LAND;

  /** The word shown to people and kept with timings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
