package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** The files of a checkout that git ignores. Safe for use by any number of threads. */
public final class IgnoredFiles {
  private static final String INCLUDE = ".worktreeinclude";
  private static final String IGNORED = "!! ";

  private final Repository repository;

  /** Creates a view of the checkout of {@code repository}. */
  public IgnoredFiles(Repository repository) {
    this.repository = repository;
  }

  /** Returns all of them, folders with a slash at the end; none if git cannot list them. */
  public List<String> all() throws IOException, InterruptedException {
    GitOutput status =
        repository
            .git()
            .ask("status", "--porcelain", "-z", "--ignored=matching", "--untracked-files=normal");
    return status.records().stream()
        .filter(each -> status.ok() && each.startsWith(IGNORED))
        .map(each -> each.substring(IGNORED.length()))
        .toList();
  }

  /**
   * Returns those that match a pattern of the file {@code .worktreeinclude} at the root, which is
   * written like a {@code .gitignore}; none without that file.
   *
   * @throws IOException if git cannot list them
   */
  List<String> included() throws IOException, InterruptedException {
    Path file = repository.checkout().resolve(INCLUDE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    Git git = repository.git();
    List<String> matching =
        git
            .run("ls-files", "--others", "--ignored", "--exclude-from=" + file, "-z")
            .records()
            .stream()
            .filter(each -> !each.isEmpty() && !each.endsWith("/")) // other repositories
            .toList();
    if (matching.isEmpty()) {
      return List.of();
    }
    GitOutput ignored = git.feed(String.join("\0", matching), "check-ignore", "-z", "--stdin");
    return ignored.records().stream().filter(each -> !each.isEmpty()).toList();
  }
}
