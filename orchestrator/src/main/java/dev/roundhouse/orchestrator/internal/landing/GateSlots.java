package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The worktrees that gates run in, each cleaned to the bone before: never more gates at once than
 * there are of these. Safe for use by any number of threads.
 */
final class GateSlots {
  private final RunContext context;
  private final BlockingDeque<String> free = new LinkedBlockingDeque<>(); // last used first

  GateSlots(RunContext context) {
    this.context = context;
    for (int i = 1; i <= context.options().landing().gates(); i++) {
      free.addLast("gate-" + i);
    }
  }

  /**
   * Lets {@code gate} judge exactly the tree of {@code commit}, once a slot is free.
   *
   * @param stop completes when it is to end at once, with no verdict
   */
  Verdict judge(Gate gate, ObjectId commit, Path log, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    String name = free.take();
    try {
      if (stop.isDone()) {
        return new Verdict.Interrupted();
      }
      Files.createDirectories(log.getParent());
      Worktree slot = context.pool().moveTo(context.pool().slot(name), commit);
      return gate.judge(slot.path(), log, stop);
    } finally {
      free.addFirst(name);
    }
  }
}
