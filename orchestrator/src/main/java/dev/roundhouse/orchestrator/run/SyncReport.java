package dev.roundhouse.orchestrator.run;

import java.util.List;
import java.util.Optional;

/**
 * What came of bringing landed work to the target. Immutable.
 *
 * @param target the branch
 * @param tip where landed work is
 * @param waiting why the target is not there yet and what to do, or empty if it is
 * @param settled what was accepted or restored, for people
 */
public record SyncReport(
    String target, String tip, Optional<String> waiting, List<String> settled) {
  /** What to do about landed work that somebody took off the target. */
  public enum Mode {
    /** Refuse, and list it. */
    ASK,
    /** Go on without it. */
    ACCEPT,
    /** Bring it back. */
    RESTORE
  }
}
