package dev.roundhouse.orchestrator.internal.process;

import java.time.Duration;

/** How waiting for a process ended. Immutable. */
public sealed interface ProcessEnding {
  /**
   * It ended by itself, or somebody else ended it.
   *
   * @param code its exit code; 128 and the signal's number where a signal ended it
   */
  record Exited(int code) implements ProcessEnding {}

  /**
   * It still ran when its time was up.
   *
   * @param limit the time it had
   */
  record TimedOut(Duration limit) implements ProcessEnding {}

  /**
   * It still ran, and had printed nothing for as long as it may.
   *
   * @param limit how long that is
   */
  record Idle(Duration limit) implements ProcessEnding {}

  /** It still ran when the caller was to stop. */
  record Interrupted() implements ProcessEnding {}
}
