package dev.roundhouse.orchestrator.run;

import java.util.List;
import java.util.Optional;

/**
 * The result of bringing landed work to the target. Immutable.
 *
 * @param target the branch
 * @param tip the name of the tip that has the landed work
 * @param waiting the reason the target is not there yet and advice on what to do, or empty if it is
 * @param settled the landings that were accepted or restored, for people
 */
public record SyncReport(
    String target, String tip, Optional<String> waiting, List<String> settled) {
  /** The ways to treat landed work that was removed from the target. */
  public enum Mode {
    /** Refuse and list the work. */
    ASK,
    /** Continue without the work. */
    ACCEPT,
    /** Restore the work. */
    RESTORE
  }
}
