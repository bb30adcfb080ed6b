package dev.roundhouse.orchestrator.schedule;

/** Whether an issue can be worked, seen at one moment. */
public enum Readiness {
  /** It can start now. */
  READY,
  /** It could start, but something it would rather follow is still to come. */
  AFTER,
  /** A hard blocker is not done. */
  BLOCKED,
  /** An attempt at it is under way. */
  ACTIVE,
  /** It is an epic, and not done: its children are worked instead of it. */
  EPIC,
  /** Its file says it is not to be worked now (blocked, deferred). */
  HELD_BACK,
  /** Attempts at it have ended without landing; it waits for a {@code retry} or a decision. */
  RESTING,
  /** Nothing is left to do. */
  SETTLED
}
