package dev.roundhouse.orchestrator.internal.git.merge;

import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** What came of merging two commits. Immutable. */
public sealed interface MergeResult {
  /**
   * They go together.
   *
   * @param tree the merged tree
   */
  record Clean(ObjectId tree) implements MergeResult {}

  /**
   * They do not.
   *
   * @param conflicts where and how they collide, never empty
   * @param attempt what git made of it nevertheless; none if the histories have nothing in common
   */
  record Conflicts(List<Conflict> conflicts, Optional<Attempt> attempt) implements MergeResult {
    /** Copies the list. */
    public Conflicts {
      conflicts = List.copyOf(conflicts);
    }

    /** The files in which they collide, each once, never empty. */
    public List<String> paths() {
      return conflicts.stream().map(Conflict::path).distinct().toList();
    }
  }

  /**
   * A merge with conflicts, as git would leave it in a worktree. Behind no ref.
   *
   * @param tree the merged tree, with conflict markers in its files; see {@link Merger#named}
   * @param ours the commit after whose id their upper halves are labelled
   * @param theirs the commit after whose id their lower halves are labelled
   */
  record Attempt(ObjectId tree, ObjectId ours, ObjectId theirs) {}
}
