package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A working tree and git's directories for it, as we know them. Our git is given all three, so that
 * nothing leads it elsewhere; before it writes, git's own view of the place is also compared with
 * ours, as the user's and the agents' git follow that view. Immutable.
 *
 * @param top the top of the working tree
 * @param gitDir the directory of its HEAD and index
 * @param commonDir the directory of objects, refs and the shared configuration
 */
public record GitLocation(Path top, Path gitDir, Path commonDir) {
  private static final String POINTER = "gitdir: ";
  private static final String COMMON = "commondir";

  /**
   * Finds the place whose top is {@code top} from git's files in it; empty if there are none, or
   * they lead nowhere. Git is not asked.
   */
  public static Optional<GitLocation> at(Path top) throws IOException {
    Optional<Path> gitDir = gitDir(top);
    if (gitDir.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> commonDir = commonDir(gitDir.get());
    return commonDir.map(common -> new GitLocation(top, gitDir.get(), common));
  }

  /** Returns the directory that {@code .git} in {@code top} leads to. */
  public static Optional<Path> gitDir(Path top) throws IOException {
    Path git = top.resolve(".git");
    if (Files.isDirectory(git)) {
      return Optional.of(git.toRealPath());
    }
    String text = Files.isSymbolicLink(git) ? "" : text(git);
    return text.startsWith(POINTER)
        ? real(top, text.substring(POINTER.length()))
        : Optional.empty();
  }

  /**
   * Returns the common directory of {@code gitDir}: the directory itself, except for a linked
   * worktree, which must be among the records there.
   */
  private static Optional<Path> commonDir(Path gitDir) throws IOException {
    Path pointer = gitDir.resolve(COMMON);
    if (!Files.exists(pointer, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(gitDir);
    }
    Optional<Path> named = real(gitDir, text(pointer));
    Optional<Path> records = named.isEmpty() ? named : real(named.get(), "worktrees");
    return records.filter(each -> each.equals(gitDir.getParent())).isPresent()
        ? named
        : Optional.empty();
  }

  /** Returns the problem with the file that names the common directory of {@code gitDir}. */
  static Optional<RepositoryException> strayed(Path gitDir) throws IOException {
    return commonDir(gitDir).isPresent()
        ? Optional.empty()
        : Optional.of(
            new RepositoryException(
                gitDir.resolve(COMMON) + " names a repository that has no record of " + gitDir,
                "correct that file, or delete it if "
                    + gitDir
                    + " does not belong to a linked worktree"));
  }

  private static String text(Path file) throws IOException {
    String text = PointerFile.text(file);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static Optional<Path> real(Path base, String named) throws IOException {
    Optional<Path> path = PointerFile.path(base, named).filter(Files::isDirectory);
    return path.isPresent() ? Optional.of(path.get().toRealPath()) : path;
  }

  /** Returns the variables that pin git to this place. */
  private Map<String, String> variables() {
    return Map.of(
        "GIT_DIR", gitDir.toString(),
        "GIT_WORK_TREE", top.toString(),
        "GIT_COMMON_DIR", commonDir.toString());
  }

  /** Returns a git for this place that writes nothing into the working tree. */
  public Git git() {
    return Git.pinned(top, commonDir, variables(), false);
  }

  /**
   * Returns a git for this place that may write into the working tree.
   *
   * @throws RepositoryException if git by itself would take the directory for something else; the
   *     message names the key, or other cause, that leads there. Nothing was written
   */
  public Git verified() throws IOException, InterruptedException {
    Optional<RepositoryException> dispute = dispute();
    if (dispute.isPresent()) {
      throw dispute.get();
    }
    refuseLinks();
    return Git.pinned(top, commonDir, variables(), true);
  }

  /**
   * Refuses links in place of the index and the log of HEAD, since git would write through them,
   * wherever they lead.
   */
  private void refuseLinks() throws IOException {
    for (String name : List.of("index", "logs", "logs/HEAD")) {
      Path file = gitDir.resolve(name);
      if (Files.isSymbolicLink(file)) {
        throw new RepositoryException(
            file + " is a link to " + Files.readSymbolicLink(file),
            "replace the link with the file or folder it points to");
      }
    }
  }

  /** Returns git's own view of the directory, if it differs from ours. */
  public Optional<RepositoryException> dispute() throws IOException, InterruptedException {
    new SharedConfig(commonDir).settle();
    if (!Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(
          new RepositoryException(top + " is not a directory", "restore the directory"));
    }
    if (Files.isSymbolicLink(gitDir)) {
      return Optional.of(
          new RepositoryException(gitDir + " is a symbolic link", "remove the link"));
    }
    GitOutput seen =
        Git.discovering(top)
            .ask(
                "rev-parse",
                "--path-format=absolute",
                "--show-toplevel",
                "--git-dir",
                "--git-common-dir");
    return seen.ok() && isThis(seen.text())
        ? Optional.empty()
        : Optional.of(new LocationMismatch(this, seen).problem());
  }

  private boolean isThis(String answer) throws IOException {
    List<Path> ours = List.of(top.toRealPath(), gitDir.toRealPath(), commonDir.toRealPath());
    StringBuilder expected = new StringBuilder();
    ours.forEach(each -> expected.append(each).append('\n'));
    if (answer.equals(expected.toString())) {
      return true;
    }
    List<String> lines = answer.lines().toList();
    for (int i = 0; i < ours.size(); i++) {
      Path seen = Path.of(i < lines.size() ? lines.get(i) : "");
      if (lines.size() != ours.size()
          || !Files.exists(seen)
          || !seen.toRealPath().equals(ours.get(i))) {
        return false;
      }
    }
    return true;
  }
}
