package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a repository quick after many landings: refs in one file instead of thousands, and git's
 * own collection of garbage, when git finds that it is due and with git's own periods of grace. For
 * the holder of the run lock; agents and gates must not be at work.
 */
public final class GitMaintenance {
  private static final int MANY = 100;

  private final Repository repository;

  /** Creates the maintenance of {@code repository}. */
  public GitMaintenance(Repository repository) {
    this.repository = repository;
  }

  /** Returns the number of our refs that are separate files. */
  public long looseRefs() throws IOException {
    Path ours = repository.commonDir().resolve("refs").resolve("roundhouse");
    if (!Files.isDirectory(ours)) {
      return 0;
    }
    return Directories.filesBelow(ours).size();
  }

  /**
   * Packs refs if many of ours are loose, as {@code git gc} itself would, and lets git collect
   * garbage if it is due. User settings that switch either off are respected.
   *
   * @throws IOException if git failed; calling again is harmless
   */
  public void run() throws IOException, InterruptedException {
    if (looseRefs() > MANY) {
      packRefs();
    }
    if (!hasLinkedRecord()) {
      repository.git().tending().run("-c", "gc.autoDetach=false", "gc", "--auto", "--quiet");
    }
  }

  /**
   * Tells whether a worktree's record is a link: git's garbage collection would delete the files at
   * its target.
   */
  private boolean hasLinkedRecord() throws IOException {
    Path records = repository.commonDir().resolve("worktrees");
    if (!Files.isDirectory(records)) {
      return false;
    }
    return Directories.entries(records).stream().anyMatch(Files::isSymbolicLink);
  }

  private void packRefs() throws IOException, InterruptedException {
    if (!repository.git().ask("config", "gc.packRefs").line().equals("false")) {
      repository.git().run("pack-refs", "--all");
    }
  }
}
