package dev.roundhouse.orchestrator.internal.process;

import java.time.Duration;

/** The ways in which waiting for a process can end. Immutable. */
public sealed interface ProcessEnding {
  /**
   * The process ended by itself, or another process ended it.
   *
   * @param code its exit code; 128 and the signal's number if a signal ended it
   */
  record Exited(int code) implements ProcessEnding {}

  /**
   * The process still ran at its time limit.
   *
   * @param limit its time limit
   */
  record TimedOut(Duration limit) implements ProcessEnding {}

  /**
   * The process still ran, and had printed nothing for its limit on silence.
   *
   * @param limit that limit
   */
  record Idle(Duration limit) implements ProcessEnding {}

  /** The process still ran when the caller had to stop. */
  record Interrupted() implements ProcessEnding {}
}
