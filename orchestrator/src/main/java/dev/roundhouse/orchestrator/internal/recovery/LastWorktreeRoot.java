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
 * Where the last run had its worktrees, so that what it left there is found also by a run that has
 * them elsewhere. For one thread.
 */
final class LastWorktreeRoot {
  private final RunContext context;
  private final AtomicFile record;

  LastWorktreeRoot(RunContext context) {
    this.context = context;
    this.record = new AtomicFile(context.repository().stateDir().resolve("worktrees.root"));
  }

  /** The slot of that name as the last run had it. */
  Optional<Worktree> slot(String name) throws IOException {
    Path root =
        record
            .read()
            .map(bytes -> Path.of(new String(bytes, StandardCharsets.UTF_8)))
            .orElse(context.pool().root());
    return new WorktreePool(context.repository(), root)
        .existing().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** From now on this run is the last. */
  void settle() throws IOException {
    record.replace(context.pool().root().toString().getBytes(StandardCharsets.UTF_8));
  }
}
