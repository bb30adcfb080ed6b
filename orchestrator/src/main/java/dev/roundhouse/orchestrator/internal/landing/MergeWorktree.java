package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.merge.MergeResult;
import dev.roundhouse.orchestrator.internal.git.merge.Merger;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The worktree beside which merges are computed: git reads attributes from its files. No gate runs
 * in it. For one thread at a time.
 */
final class MergeWorktree {
  private static final String SLOT = "merge";

  private final RunContext context;
  private final Merger merger;
  private @Nullable Worktree slot;
  private @Nullable ObjectId place;

  MergeWorktree(RunContext context) {
    this.context = context;
    this.merger = new Merger(context.repository());
  }

  /**
   * Merges {@code theirs} into {@code ours} as git would, including the attributes of {@code ours}.
   * The worktree moves there only if git must be asked.
   */
  MergeResult merge(ObjectId ours, ObjectId theirs) throws IOException, InterruptedException {
    return merger.merge(ours, theirs, this::beside);
  }

  /** Merges from a base of our choice, whatever the histories say. */
  MergeResult merge(ObjectId base, ObjectId ours, ObjectId theirs)
      throws IOException, InterruptedException {
    return merger.merge(base, ours, theirs, this::beside);
  }

  private Worktree beside(ObjectId ours) throws IOException, InterruptedException {
    return slot != null && ours.equals(place) ? slot : at(ours);
  }

  private Worktree at(ObjectId commit) throws IOException, InterruptedException {
    Worktree mergeWorktree = slot == null ? context.pool().slot(SLOT) : slot;
    slot = mergeWorktree;
    if (!commit.equals(place)) {
      place = null;
      mergeWorktree = context.pool().moveTo(mergeWorktree, commit);
      slot = mergeWorktree;
      place = commit;
    }
    return mergeWorktree;
  }
}
