package dev.roundhouse.orchestrator.internal.process;

import java.time.Duration;
import java.util.Optional;

/**
 * The time limits of a process. Immutable.
 *
 * @param whole the limit on its total time
 * @param idle the limit on the time without output; empty for none
 */
public record TimeLimits(Duration whole, Optional<Duration> idle) {
  /** Returns a limit on the total time, and none on silence. */
  public static TimeLimits of(Duration whole) {
    return new TimeLimits(whole, Optional.empty());
  }

  /** Returns the same limits with a limit on silence. */
  public TimeLimits idle(Duration limit) {
    return new TimeLimits(whole, Optional.of(limit));
  }
}
