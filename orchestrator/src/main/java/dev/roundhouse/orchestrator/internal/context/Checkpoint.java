package dev.roundhouse.orchestrator.internal.context;

import java.util.Locale;

/**
 * The steps of a run for one issue, in this order. A crash after each step means something
 * different; {@code LandingCrashTest} stops a run after each step of a landing, {@code
 * BranchCrashTest} after each step of a branch.
 */
public enum Checkpoint {
  /** The issue is claimed, durably. */
  CLAIMED,
  /** Its worktree is at the tip. */
  MOVED,
  /** Its agent's process waits for the signal to start, and its identity is durable. */
  STARTED,
  /** Its agent has ended. */
  AGENT_ENDED,
  /** The agent's work is saved in refs. */
  HARVESTED,
  /** The follow-up issues that the agent left are in the ledger. */
  ENROLLED,
  /** The attempt's end is durable. */
  ENDED,
  /** The candidate is built. */
  BUILT,
  /** A ref keeps the candidate. */
  KEPT,
  /** The gate's verdict on the candidate is durable. */
  JUDGED,
  /** The intention to land is durable. */
  INTENDED,
  /** The tip has moved. */
  SWAPPED,
  /** The landing is durable. */
  LANDED,
  /** The target has followed, if git allows. */
  FOLLOWED,
  /** The work is on a separate branch, instead of the tip having moved. */
  LEFT,
  /** The remote was read back, and has the branch. */
  PUSHED,
  /** The record that the work is on a branch is durable. */
  BRANCHED;

  /** Returns the step as a word for people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
