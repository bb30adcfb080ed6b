package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A commit that would land. Immutable.
 *
 * @param commit the commit
 * @param tree its tree, which a gate judges
 * @param tip the commit it is built on
 * @param marked whether it marks its own issue done
 * @param alsoMarked issues that landed earlier and are marked done only here
 */
record Candidate(
    ObjectId commit, ObjectId tree, ObjectId tip, boolean marked, Set<IssueId> alsoMarked) {
  Candidate {
    alsoMarked = Set.copyOf(alsoMarked);
  }
}
