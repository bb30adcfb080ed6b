package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.git.MergeResult;
import dev.roundhouse.orchestrator.git.Merger;
import dev.roundhouse.orchestrator.git.Worktree;
import dev.roundhouse.orchestrator.work.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The worktree that merges are computed beside and gates run in; cleaned to the bone for each. For
 * one thread at a time.
 */
final class MergeYard {
  private static final String SLOT = "gate-1";

  private final RunContext context;
  private final Merger merger;
  private @Nullable Worktree slot;
  private @Nullable ObjectId place;

  MergeYard(RunContext context) {
    this.context = context;
    this.merger = new Merger(context.repository());
  }

  /**
   * Merges {@code theirs} into {@code ours} as git would, attributes of {@code ours} included. The
   * worktree goes there only if git must be asked.
   */
  MergeResult merge(ObjectId ours, ObjectId theirs) throws IOException, InterruptedException {
    return merger.merge(ours, theirs, this::beside);
  }

  /**
   * Lets {@code gate} judge exactly the tree of {@code commit}. It may leave anything behind, even
   * attributes, so nothing is merged beside it before the worktree is clean again.
   */
  Verdict judge(Gate gate, ObjectId commit, Path log) throws IOException, InterruptedException {
    Path path = at(commit).path();
    place = null;
    return gate.judge(path, log, context.interrupted());
  }

  private Worktree beside(ObjectId ours) throws IOException, InterruptedException {
    return slot != null && ours.equals(place) ? slot : at(ours);
  }

  private Worktree at(ObjectId commit) throws IOException, InterruptedException {
    Worktree yard = slot == null ? context.pool().slot(SLOT) : slot;
    slot = yard;
    place = null;
    context.pool().moveTo(yard, commit);
    place = commit;
    return yard;
  }
}
