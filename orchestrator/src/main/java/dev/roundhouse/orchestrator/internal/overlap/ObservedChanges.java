package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What an attempt has changed, seen at one moment. Immutable.
 *
 * @param issue its issue
 * @param attempt which
 * @param number the attempt's number
 * @param base where it began
 * @param head what it has committed, or base
 * @param paths the files it has changed, committed or not
 * @param finished whether it is over, and waits to land
 */
record ObservedChanges(
    IssueId issue,
    AttemptId attempt,
    int number,
    ObjectId base,
    ObjectId head,
    Set<String> paths,
    boolean finished) {
  ObservedChanges {
    paths = Set.copyOf(paths);
  }

  /** Whether anything of it is in a commit. */
  boolean isCommitted() {
    return finished || !head.equals(base);
  }

  /** How it is called. */
  String name() {
    return issue + " (attempt " + number + ")";
  }
}
