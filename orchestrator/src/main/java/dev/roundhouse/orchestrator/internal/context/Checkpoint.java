package dev.roundhouse.orchestrator.internal.context;

import java.util.Locale;

/**
 * What a run does for one issue, in this order. After each a crash means something else; {@code
 * LandingCrashTest} stops a run after each of those of a landing, {@code BranchCrashTest} after
 * each of those of a branch.
 */
public enum Checkpoint {
  /** The issue is claimed, durably. */
  CLAIMED,
  /** Its worktree is at the tip. */
  MOVED,
  /** Its agent's process waits for the word to go, and its identity is durable. */
  STARTED,
  /** Its agent has ended. */
  AGENT_ENDED,
  /** What it left is in refs. */
  HARVESTED,
  /** The attempt's end is durable. */
  ENDED,
  /** The candidate is built. */
  BUILT,
  /** The candidate is behind a ref. */
  KEPT,
  /** The gate has judged it, durably. */
  JUDGED,
  /** The intention to land is durable. */
  INTENDED,
  /** The tip has moved. */
  SWAPPED,
  /** The landing is durable. */
  LANDED,
  /** The target has followed, if git allows. */
  FOLLOWED,
  /** Instead of the tip's moving: the work is on a branch of its own. */
  LEFT,
  /** The remote was read back, and has the branch. */
  PUSHED,
  /** That it is on a branch is durable. */
  BRANCHED;

  /** As a word for people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
