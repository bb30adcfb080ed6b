package dev.roundhouse.orchestrator.schedule;

/** The readiness of an issue to be worked on, at one moment. */
public enum Readiness {
  /** The issue can start now. */
  READY,
  /** The issue could start, but an issue it prefers to follow is still to come. */
  AFTER,
  /** A hard blocker is not done. */
  BLOCKED,
  /** An attempt at the issue is under way. */
  ACTIVE,
  /** The issue is an epic that is not done; its children are worked on instead. */
  EPIC,
  /** The file says it must not be worked on now (blocked, deferred). */
  HELD_BACK,
  /**
   * Attempts at the issue have ended without landing; it waits for a {@code retry} or a decision.
   */
  RESTING,
  /** Nothing is left to do. */
  SETTLED
}
