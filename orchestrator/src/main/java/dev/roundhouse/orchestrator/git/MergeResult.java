package dev.roundhouse.orchestrator.git;

import java.util.List;
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
   * @param paths the files in which they collide, never empty
   */
  record Conflicts(List<String> paths) implements MergeResult {
    /** Copies the list. */
    public Conflicts {
      paths = List.copyOf(paths);
    }
  }
}
