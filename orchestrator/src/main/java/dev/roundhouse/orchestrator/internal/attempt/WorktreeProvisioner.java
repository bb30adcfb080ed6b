package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.SuppliedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Provides a worktree for its agents and cleans up after them: files of the checkout are copied or
 * linked, one command runs before and one after. A failure is one of the environment, never the
 * issue's. Safe for use by any number of threads.
 */
public final class WorktreeProvisioner {
  private final SuppliedFiles files;
  private final @Nullable WorktreeHook setup;
  private final @Nullable WorktreeHook teardown;

  /**
   * Creates a provisioner that places {@code files}.
   *
   * @param setup the command before the agents, or null
   * @param teardown the command after them, or null
   */
  public WorktreeProvisioner(
      SuppliedFiles files, @Nullable WorktreeHook setup, @Nullable WorktreeHook teardown) {
    this.files = files;
    this.setup = setup;
    this.teardown = teardown;
  }

  /**
   * Prepares {@code slot}; returns false if it was interrupted.
   *
   * @throws IOException if a file is missing or the project has one of its name, or a command
   *     failed
   */
  boolean prepare(Worktree slot, Path attemptDir, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    files.place(slot, false);
    Path worktree = slot.path();
    return setup == null || setup.prepare(worktree, setupLog(attemptDir), interrupted);
  }

  /** Returns the file that the output of the setup goes to. */
  static Path setupLog(Path attemptDir) {
    return attemptDir.resolve("setup.log");
  }

  /**
   * Cleans up {@code worktree}.
   *
   * @throws IOException if the command failed
   */
  void clearUp(Path worktree, Path attemptDir, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    if (teardown != null) {
      teardown.prepare(worktree, attemptDir.resolve("teardown.log"), interrupted);
    }
  }
}
