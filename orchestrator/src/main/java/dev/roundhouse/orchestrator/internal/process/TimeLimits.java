package dev.roundhouse.orchestrator.internal.process;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a process may take. Immutable.
 *
 * @param whole how long it may take from beginning to end
 * @param idle how long it may go without printing anything; empty for as long as it likes
 */
public record TimeLimits(Duration whole, Optional<Duration> idle) {
  /** A limit on the whole, and none on silence. */
  public static TimeLimits of(Duration whole) {
    return new TimeLimits(whole, Optional.empty());
  }

  /** The same with a limit on silence. */
  public TimeLimits idle(Duration limit) {
    return new TimeLimits(whole, Optional.of(limit));
  }
}
