package dev.roundhouse.orchestrator.git;

import java.nio.file.Path;

/**
 * One slot: a detached worktree made once and used again and again. Immutable.
 *
 * @param name its name in the pool
 * @param path its directory
 * @param gitDir where git keeps its HEAD, index and reflog
 */
public record Worktree(String name, Path path, Path gitDir) {
  Git git() {
    return new Git(path);
  }

  /** What its {@code .git} file must say. */
  String pointer() {
    return "gitdir: " + gitDir + "\n";
  }
}
