package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Work of one attempt that is to land. Immutable.
 *
 * @param issue the issue as it was when the work was handed on
 * @param attempt the attempt's id
 * @param number the attempt's number
 * @param head the commit that holds the work
 * @param endedAt the time the attempt ended; the date of its candidates, so that rebuilding one
 *     gives the same commit
 * @param attemptDir the directory of its logs
 */
public record FinishedWork(
    Issue issue, AttemptId attempt, int number, ObjectId head, Instant endedAt, Path attemptDir) {
  /** Returns the same work with the current version of its issue. */
  public FinishedWork as(Issue now) {
    return new FinishedWork(now, attempt, number, head, endedAt, attemptDir);
  }
}
