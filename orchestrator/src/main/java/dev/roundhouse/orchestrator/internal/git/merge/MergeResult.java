package dev.roundhouse.orchestrator.internal.git.merge;

import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** The result of merging two commits. Immutable. */
public sealed interface MergeResult {
  /**
   * A merge without conflicts.
   *
   * @param tree the merged tree
   */
  record Clean(ObjectId tree) implements MergeResult {}

  /**
   * A merge with conflicts.
   *
   * @param conflicts the conflicts, never empty
   * @param attempt git's attempt at merging; none if the histories have nothing in common
   */
  record Conflicts(List<Conflict> conflicts, Optional<Attempt> attempt) implements MergeResult {
    /** Copies the list. */
    public Conflicts {
      conflicts = List.copyOf(conflicts);
    }

    /** Returns the files with conflicts, each once, never empty. */
    public List<String> paths() {
      return conflicts.stream().map(Conflict::path).distinct().toList();
    }
  }

  /**
   * A merge with conflicts, as git would leave it in a worktree. Without a ref.
   *
   * @param tree the merged tree, with conflict markers in its files; see {@link Merger#named}
   * @param ours the commit whose id labels the upper halves
   * @param theirs the commit whose id labels the lower halves
   */
  record Attempt(ObjectId tree, ObjectId ours, ObjectId theirs) {}
}
