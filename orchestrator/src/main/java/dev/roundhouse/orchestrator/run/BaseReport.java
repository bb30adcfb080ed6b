package dev.roundhouse.orchestrator.run;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The gate's answer about the commit that work starts from. Immutable.
 *
 * @param branch the target
 * @param commit the id of the commit
 * @param outcome the answer
 * @param reason the reason if it did not pass, on one line; otherwise empty
 * @param evidence the end of the gate's output if it did not pass; otherwise empty
 * @param advice what to do if it did not pass; otherwise empty
 * @param took the time the gate ran
 * @param log the file of the gate's output
 */
public record BaseReport(
    String branch,
    String commit,
    Outcome outcome,
    String reason,
    String evidence,
    String advice,
    Duration took,
    Path log) {
  /** The possible answers. */
  public enum Outcome {
    /** The gate ran and passed. */
    PASSED,
    /** The gate has passed on the same tree before, under the same conditions. */
    KNOWN,
    /** The gate ran and failed. */
    FAILED,
    /** The gate did not finish, or could not be run. */
    UNDECIDED,
    /** The gate was stopped. */
    INTERRUPTED,
    /** There is no gate. */
    UNTESTED
  }

  /** Tells whether work may start: the gate passes, or there is none. */
  public boolean mayStart() {
    return outcome == Outcome.PASSED || outcome == Outcome.KNOWN || outcome == Outcome.UNTESTED;
  }
}
