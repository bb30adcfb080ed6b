package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One slot: a detached worktree that is created once and reused. Immutable.
 *
 * @param name its name in the pool
 * @param path its directory
 * @param gitDir the directory of its HEAD, index and reflog
 * @param commonDir the directory git shares between worktrees
 */
public record Worktree(String name, Path path, Path gitDir, Path commonDir) {
  /** The files in a worktree that belong to Roundhouse and are never part of any work. */
  public static final Set<String> PLACED =
      Set.of(".roundhouse/issue.md", ".roundhouse/result.json", ".roundhouse/.gitignore");

  /** Roundhouse's folder in a worktree; the project cannot have anything else with that name. */
  public static final String FOLDER = ".roundhouse";

  /** The folder in which an agent describes further work; never part of any work either. */
  public static final String NEW = FOLDER + "/new";

  /** The variable that marks git commands at work in a slot with their repository. */
  public static final String MARK = "ROUNDHOUSE_SLOT_OF";

  /**
   * Returns the changes to {@code tree} that bring the files of Roundhouse back to their state in
   * the commit {@code from}, however they came to be added.
   */
  public static Map<String, Optional<byte[]>> unplaced(
      ObjectStore objects, ObjectId tree, ObjectId from) throws IOException {
    Map<String, Optional<byte[]>> changes = new HashMap<>();
    for (String path : PLACED) {
      if (objects.hasFileOrLink(tree, path)) {
        changes.put(path, objects.readFile(from, path));
      }
    }
    if (!objects.idAt(tree, NEW).equals(objects.idAt(from, NEW))) {
      for (String path : objects.diff(objects.treeOf(from), tree).paths()) {
        if (path.equals(NEW) || path.startsWith(NEW + "/")) {
          changes.put(path, objects.readFile(from, path));
        }
      }
    }
    return changes;
  }

  /** Returns the location of the worktree. */
  public GitLocation place() {
    return new GitLocation(path, gitDir, commonDir);
  }

  /** Returns a git for the worktree that writes nothing there. */
  public Git git() {
    return marked(place().git());
  }

  /**
   * Returns a git for the worktree that may write there.
   *
   * @throws RepositoryException if git by itself would take the worktree for something else;
   *     nothing was written
   */
  public Git verified() throws IOException, InterruptedException {
    return marked(place().verified());
  }

  private Git marked(Git git) {
    return git.with(MARK, commonDir.resolve("worktrees").toString());
  }

  /** Returns the environment mark of every git command at work in a slot of {@code repository}. */
  public static String mark(Repository repository) {
    return MARK + "=" + repository.commonDir().resolve("worktrees");
  }

  /** Returns the required content of its {@code .git} file. */
  public String pointer() {
    return "gitdir: " + gitDir + "\n";
  }
}
