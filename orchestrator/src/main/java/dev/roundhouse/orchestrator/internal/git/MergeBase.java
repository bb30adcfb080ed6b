package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Finds the last common commit of two histories. Stateless. */
final class MergeBase {
  private MergeBase() {}

  /**
   * Returns the merge base of two commits, or empty unless there is exactly one and git is certain
   * to find the same: not in a history that is shallow, grafted or has replaced commits.
   */
  static Optional<ObjectId> of(Repository jgit, ObjectId ours, ObjectId theirs) throws IOException {
    if (isOverlaid(jgit)) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(jgit)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(ours));
      walk.markStart(walk.parseCommit(theirs));
      RevCommit base = walk.next();
      return base != null && walk.next() == null && meetOnlyIn(base, ours, theirs, walk)
          ? Optional.of(base.getId())
          : Optional.empty();
    }
  }

  /** Tells whether git may see a different history than the stored one. */
  private static boolean isOverlaid(Repository jgit) throws IOException {
    return Files.exists(jgit.getDirectory().toPath().resolve("shallow"))
        || Files.exists(jgit.getDirectory().toPath().resolve("info/grafts"))
        || !jgit.getRefDatabase().getRefsByPrefix("refs/replace/").isEmpty();
  }

  /**
   * Tells whether no commit outside the history of {@code base} is in both histories. The walk
   * relies on dates, which may be wrong; it may then see more commits outside than there are, never
   * fewer.
   */
  private static boolean meetOnlyIn(RevCommit base, ObjectId ours, ObjectId theirs, RevWalk walk)
      throws IOException {
    Set<ObjectId> mine = outside(base, ours, walk);
    mine.retainAll(outside(base, theirs, walk));
    return mine.isEmpty();
  }

  private static Set<ObjectId> outside(ObjectId base, ObjectId tip, RevWalk walk)
      throws IOException {
    walk.reset();
    walk.setRevFilter(RevFilter.ALL);
    walk.markStart(walk.parseCommit(tip));
    walk.markUninteresting(walk.parseCommit(base));
    Set<ObjectId> commits = new HashSet<>();
    for (RevCommit commit : walk) {
      commits.add(commit.getId());
    }
    return commits;
  }
}
