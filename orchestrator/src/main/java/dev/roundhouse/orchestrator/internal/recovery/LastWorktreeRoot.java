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
public final class LastWorktreeRoot {
  private static final String NAME = "worktrees.root";

  private final RunContext context;
  private final AtomicFile record;

  LastWorktreeRoot(RunContext context) {
    this.context = context;
    this.record = file(context.repository().stateDir());
  }

  /** Returns the directory that the last run used, if one is recorded in {@code stateDir}. */
  public static Optional<Path> recorded(Path stateDir) throws IOException {
    return path(file(stateDir));
  }

  private static AtomicFile file(Path stateDir) {
    return new AtomicFile(stateDir.resolve(NAME));
  }

  private static Optional<Path> path(AtomicFile record) throws IOException {
    return record.read().map(bytes -> Path.of(new String(bytes, StandardCharsets.UTF_8)));
  }

  /** Returns the slot with that name from the last run. */
  Optional<Worktree> slot(String name) throws IOException {
    Path root = path(record).orElse(context.pool().root());
    return new WorktreePool(context.repository(), root)
        .existing().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Records this run as the last. */
  void settle() throws IOException {
    record.replace(context.pool().root().toString().getBytes(StandardCharsets.UTF_8));
  }
}
