package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * One slot: a detached worktree made once and used again and again. Immutable.
 *
 * @param name its name in the pool
 * @param path its directory
 * @param gitDir where git keeps its HEAD, index and reflog
 * @param commonDir where git keeps what it shares with the others
 */
public record Worktree(String name, Path path, Path gitDir, Path commonDir) {
  /** Files in a worktree that are ours and never part of any work. */
  public static final Set<String> PLACED =
      Set.of(".roundhouse/issue.md", ".roundhouse/result.json", ".roundhouse/.gitignore");

  /** The folder in a worktree that is ours; the project can have nothing else of that name. */
  public static final String FOLDER = ".roundhouse";

  /** The variable that a git command at work in a slot carries, with the repository it is of. */
  public static final String MARK = "ROUNDHOUSE_SLOT_OF";

  /**
   * Whether git takes what is at {@code name} now for none of the project's: untracked, and
   * ignored.
   *
   * @throws IOException if git cannot be asked
   */
  public boolean ignores(String name) throws IOException, InterruptedException {
    return git().ask("check-ignore", "-q", "--", name).ok();
  }

  /** It as git's own place. */
  public GitLocation place() {
    return new GitLocation(path, gitDir, commonDir);
  }

  /** A git command in it that writes nothing there. */
  public Git git() {
    return marked(place().git());
  }

  /**
   * A git command in it that may write there.
   *
   * @throws RepositoryProblem if git by itself would not take it for what it is; nothing was
   *     written
   */
  public Git verified() throws IOException, InterruptedException {
    return marked(place().verified());
  }

  private Git marked(Git git) {
    return git.with(MARK, commonDir.resolve("worktrees").toString());
  }

  /** What every git command at work in a slot of {@code repository} carries in its environment. */
  public static String mark(Repository repository) {
    return MARK + "=" + repository.commonDir().resolve("worktrees");
  }

  /** What its {@code .git} file must say. */
  public String pointer() {
    return "gitdir: " + gitDir + "\n";
  }
}
