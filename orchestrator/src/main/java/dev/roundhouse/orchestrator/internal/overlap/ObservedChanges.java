package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The changes of an attempt at one moment. Immutable.
 *
 * @param issue its issue
 * @param attempt the attempt's id
 * @param number the attempt's number
 * @param base the commit it began at
 * @param head its last commit, or base
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

  /** Tells whether any change of it is in a commit. */
  boolean isCommitted() {
    return finished || !head.equals(base);
  }

  /** Returns its name for people. */
  String name() {
    return issue + " (attempt " + number + ")";
  }
}
