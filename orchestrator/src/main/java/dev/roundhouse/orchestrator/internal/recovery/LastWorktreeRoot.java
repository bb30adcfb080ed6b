package dev.roundhouse.orchestrator.internal.recovery;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers the last run's directory of worktrees, so that its leftovers are found even by a run
 * with another directory. For one thread.
 */
final class LastWorktreeRoot {
  private final RunContext context;
  private final AtomicFile record;

  LastWorktreeRoot(RunContext context) {
    this.context = context;
    this.record = new AtomicFile(context.repository().stateDir().resolve("worktrees.root"));
  }

  /** Returns the slot with that name from the last run. */
  Optional<Worktree> slot(String name) throws IOException {
    Path root =
        record
            .read()
            .map(bytes -> Path.of(new String(bytes, StandardCharsets.UTF_8)))
            .orElse(context.pool().root());
    return new WorktreePool(context.repository(), root)
        .existing().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Records this run as the last. */
  void settle() throws IOException {
    record.replace(context.pool().root().toString().getBytes(StandardCharsets.UTF_8));
  }
}
