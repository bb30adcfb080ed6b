package dev.roundhouse.orchestrator.internal.git;

import com.google.common.hash.Hashing;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The directories of a repository.
 *
 * @param place the checkout
 */
record RepositoryLayout(GitLocation place) {
  /** Finds them from any directory inside, or reports the problem. */
  static RepositoryLayout find(Path directory) throws IOException, InterruptedException {
    if (!Files.isDirectory(directory)) {
      throw new RepositoryException(
          directory + " is not a directory", "name one inside a git repository with -C DIR");
    }
    Git git = Git.discovering(directory);
    GitOutput kind =
        GitVersion.checked(
            git,
            List.of(
                "rev-parse", "--is-bare-repository", "--show-object-format", "--show-toplevel"));
    String[] answers =
        kind.line().split("\n", 3); // the last one is missing if there is no checkout
    if (answers.length < 2) {
      throw refused(directory, kind);
    }
    if (answers[0].equals("true")) {
      refuseMisled(directory, git);
      throw new RepositoryException(
          directory + " is a bare repository, with no files to work from",
          "clone it and run in the clone");
    }
    if (!answers[1].equals("sha1")) {
      throw new RepositoryException(
          directory + " is a repository with " + answers[1] + " object ids",
          "only repositories with SHA-1 object ids are supported yet");
    }
    if (!kind.ok() || answers.length < 3) {
      refuseMisled(directory, git);
      throw new RepositoryException(
          directory + " is inside a git directory, not in a checkout", "name the checkout with -C");
    }
    Path checkout = Path.of(answers[2]);
    Optional<Path> gitDir = GitLocation.gitDir(checkout);
    Optional<RepositoryException> strayed =
        gitDir.isPresent() ? GitLocation.strayed(gitDir.get()) : Optional.empty();
    if (strayed.isPresent()) {
      throw strayed.get();
    }
    Optional<GitLocation> place = GitLocation.at(checkout);
    if (place.isEmpty() || !directory.toRealPath().startsWith(checkout.toRealPath())) {
      refuseMisled(directory, git);
    }
    return checked(
        new RepositoryLayout(
            place.orElseThrow(
                () ->
                    new RepositoryException(
                        "nothing in " + checkout + " says where its git directory is",
                        "run in a checkout that has a .git of its own"))));
  }

  /**
   * Refuses a directory whose checkout git takes for something else, since git is led elsewhere
   * then.
   */
  private static void refuseMisled(Path directory, Git git)
      throws IOException, InterruptedException {
    GitOutput seen = git.ask("rev-parse", "--show-toplevel");
    for (Path at = directory.toRealPath(); at != null; at = at.getParent()) {
      Optional<GitLocation> place = GitLocation.at(at);
      if (place.isPresent()) {
        if (Files.exists(place.get().gitDir().resolve("index"))) {
          throw new LocationMismatch(place.get(), seen).problem();
        }
        return;
      }
    }
  }

  private static RepositoryLayout checked(RepositoryLayout places) throws RepositoryException {
    if (Files.isDirectory(places.commonDir().resolve("reftable"))) {
      throw reftable(places.checkout());
    }
    return places;
  }

  /** Tells whether HEAD or any branch has a commit. */
  boolean hasCommits() throws IOException, InterruptedException {
    Git git = place.git();
    return git.ask("rev-parse", "--verify", "-q", "HEAD^{commit}").ok()
        || !git.run("for-each-ref", "--count=1", "refs/heads/").text().isEmpty();
  }

  /** Refuses a repository without commits. */
  void requireCommits() throws IOException, InterruptedException {
    if (!hasCommits()) {
      throw new RepositoryException(
          checkout() + " has no commits yet", "commit something first, if only the backlog");
    }
  }

  /**
   * Tells whether the repository may have a ref below {@code prefix}, which ends in a slash, by a
   * look at git's files; false only if it has none.
   */
  boolean mayHaveRefs(String prefix) throws IOException {
    if (Files.exists(commonDir().resolve(prefix))) {
      return true;
    }
    try (BufferedReader packed =
        Files.newBufferedReader(commonDir().resolve("packed-refs"), StandardCharsets.ISO_8859_1)) {
      return packed.lines().anyMatch(line -> line.contains(prefix));
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  /** Returns the top of the checkout. */
  Path checkout() {
    return place.top();
  }

  /** Returns the common git directory. */
  Path commonDir() {
    return place.commonDir();
  }

  private static RepositoryException refused(Path directory, GitOutput answer) throws IOException {
    for (Path at = directory; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".git/reftable"))) {
        return reftable(at);
      }
      if (Files.exists(at.resolve(".git"))) {
        return new RepositoryException(
            "git cannot use the repository at " + at + ": " + answer.err().strip(), remedy(at));
      }
    }
    return new RepositoryException(
        directory + " is not in a git repository",
        "go to one, or name one with -C DIR ('git init' creates one)");
  }

  /**
   * Returns the remedy; a run that was killed may not have restored files that its agent damaged.
   */
  private static String remedy(Path top) throws IOException {
    Optional<GitLocation> place = GitLocation.at(top);
    Optional<String> copies =
        place.isPresent()
            ? new SharedConfig(place.get().commonDir()).goodCopies()
            : Optional.empty();
    return copies
        .map(each -> each + "; else repair it by hand")
        .orElse("repair it, then try again");
  }

  private static RepositoryException reftable(Path directory) {
    return new RepositoryException(
        directory + " keeps its refs in the reftable format",
        "only repositories with refs as files are supported yet; see 'git refs migrate"
            + " --ref-format=files'");
  }

  void requireWritable() throws RepositoryException {
    Path commonDir = commonDir();
    for (Path each : List.of(commonDir, commonDir.resolve("objects"), commonDir.resolve("refs"))) {
      if (!Files.isWritable(each)) {
        throw new RepositoryException(
            each + " cannot be written",
            "run as the user who owns the repository, on a file system that can be written");
      }
    }
  }

  Path defaultWorktreeRoot(Map<String, String> environment) {
    Path above = commonDir().endsWith(".git") ? commonDir().getParent() : null;
    Path main = above == null ? checkout() : above;
    Path beside = main.getParent();
    String name = String.valueOf(main.getFileName());
    if (beside != null && Files.isWritable(beside)) {
      Path usual = beside.resolve(name + ".roundhouse");
      if (Files.exists(usual) || !isInCheckout(beside)) {
        return usual;
      }
    }
    String hash = Hashing.sha256().hashString(main.toString(), StandardCharsets.UTF_8).toString();
    return userState(environment).resolve("roundhouse").resolve(name + "-" + hash.substring(0, 12));
  }

  /**
   * Tells whether {@code directory} lies in a checkout, which would show worktrees as untracked.
   */
  private static boolean isInCheckout(Path directory) {
    for (Path each = directory; each != null; each = each.getParent()) {
      if (Files.exists(each.resolve(".git"))) {
        return true;
      }
    }
    return false;
  }

  private static Path userState(Map<String, String> environment) {
    String configured = environment.get("XDG_STATE_HOME");
    if (configured != null && !configured.isEmpty()) {
      return Path.of(configured);
    }
    String home = environment.get("HOME");
    return Path.of(
        home == null || home.isEmpty()
            ? Objects.requireNonNull(System.getProperty("user.home"))
            : home,
        ".local",
        "state");
  }
}
