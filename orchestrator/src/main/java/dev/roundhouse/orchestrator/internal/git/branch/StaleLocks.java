package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the lock files left by a killed git in a checkout. A lock is removed only if no git that
 * may be its owner is alive.
 */
public final class StaleLocks {
  private static final Path PROCESSES = Path.of("/proc");

  private final Path worktree;
  private final Path gitDir;
  private final List<Path> locks;

  /**
   * Creates the locks of {@code worktree}, whose git directory is {@code gitDir}, and of the ref
   * file {@code branch}.
   */
  public StaleLocks(Path worktree, Path gitDir, Path branch) {
    this.worktree = worktree;
    this.gitDir = gitDir;
    this.locks =
        List.of(
            gitDir.resolve("index.lock"),
            gitDir.resolve("HEAD.lock"),
            gitDir.resolve("ORIG_HEAD.lock"),
            branch.resolveSibling(branch.getFileName() + ".lock"));
  }

  /** Removes those of them that are as old as {@code begun}, or younger. */
  void remove(FileTime begun) throws IOException {
    for (Path each : locks) {
      if (Files.exists(each)
          && Files.getLastModifiedTime(each).compareTo(begun) >= 0
          && !isGitAtWork()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /**
   * Returns those of them that are older than {@code limit}.
   *
   * @throws IOException if they cannot be looked at
   */
  public List<Path> before(FileTime limit) throws IOException {
    List<Path> old = new ArrayList<>();
    for (Path each : locks) {
      if (Files.exists(each) && Files.getLastModifiedTime(each).compareTo(limit) < 0) {
        old.add(each);
      }
    }
    return old;
  }

  /**
   * Removes those of them that are older than {@code limit}, unless a git may be at work, and
   * returns them.
   *
   * @throws IOException if one cannot be removed
   */
  public List<Path> removeBefore(FileTime limit) throws IOException {
    List<Path> removed = new ArrayList<>();
    for (Path each : before(limit)) {
      if (!isGitAtWork() && Files.deleteIfExists(each)) {
        removed.add(each);
      }
    }
    return removed;
  }

  /** Tells whether any git may be at work there; true if that cannot be determined. */
  private boolean isGitAtWork() throws IOException {
    if (!Files.isReadable(PROCESSES.resolve("self/comm"))) {
      return true;
    }
    for (Path each : Directories.entries(PROCESSES, "[0-9]*")) {
      if (isGit(each) && isThere(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGit(Path process) {
    try {
      return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
          .startsWith("git");
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean isThere(Path process) {
    try {
      Path where = Files.readSymbolicLink(process.resolve("cwd"));
      return where.startsWith(worktree) || where.startsWith(gitDir);
    } catch (IOException hidden) {
      return Files.exists(process) && !isDead(process);
    }
  }

  /**
   * Tells whether the process is dead; one that only waits to be reaped has no directory any more.
   */
  private static boolean isDead(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
    } catch (IOException gone) {
      return true;
    }
  }
}
