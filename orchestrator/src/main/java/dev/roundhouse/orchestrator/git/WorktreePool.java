package dev.roundhouse.orchestrator.git;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The worktrees of a repository: one slot per worker and gate, made once under the one lock for
 * worktree administration, kept locked against pruning, and recycled. A directory that is not one
 * of our slots is never touched.
 *
 * <p>Safe for use by any number of threads and processes, each slot by one at a time; proven by
 * {@code WorktreePoolTest}.
 */
public final class WorktreePool {
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(5);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

  private final Repository repository;
  private final Path root;
  private final LockFile lock;

  /** The slots of {@code repository} below {@code root}. */
  public WorktreePool(Repository repository, Path root) {
    this.repository = repository;
    this.root = root.toAbsolutePath().normalize();
    this.lock = new LockFile(repository.stateDir().resolve("worktrees.lock"));
  }

  /** Where the slots are. */
  public Path root() {
    return root;
  }

  /**
   * Makes the folder the slots go into.
   *
   * @throws RepositoryProblem if it cannot be made
   */
  public void prepare() throws RepositoryProblem {
    try {
      Directories.create(root);
    } catch (IOException impossible) {
      throw new RepositoryProblem(
          "there can be no folder for worktrees at " + root + ": " + why(impossible),
          "choose another with --worktrees DIR, or 'worktrees:' in roundhouse.yaml");
    }
    if (!Files.isWritable(root)) {
      throw new RepositoryProblem(
          "the folder for worktrees, " + root + ", cannot be written",
          "choose another with --worktrees DIR, or 'worktrees:' in roundhouse.yaml");
    }
  }

  private static String why(IOException impossible) {
    String kind = impossible.getClass().getSimpleName().replace("Exception", "");
    return kind + " " + impossible.getMessage();
  }

  /**
   * The slot of that name, made if it is not there; it may hold anything.
   *
   * @throws IOException if git cannot make it, or something that is not ours is in its place
   */
  public Worktree slot(String name) throws IOException, InterruptedException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a slot's name is lower case letters and digits: " + name);
    }
    Optional<Worktree> there = find(name);
    if (there.isPresent()) {
      return there.get();
    }
    Directories.create(repository.stateDir());
    try (LockFile.Held held = lock.acquire(LOCK_LIMIT)) {
      Optional<Worktree> meanwhile = find(name);
      return meanwhile.isPresent() ? meanwhile.get() : add(name, held);
    }
  }

  /** Every slot that is there. */
  public List<Worktree> existing() throws IOException {
    List<Worktree> slots = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
        for (Path each : all) {
          String name = each.getFileName().toString();
          if (NAME.matcher(name).matches()) {
            find(name).ifPresent(slots::add);
          }
        }
      }
    }
    return slots;
  }

  /** The slot, by git's own record of it, whatever became of the files in it. */
  private Optional<Worktree> find(String name) throws IOException {
    Path path = root.resolve(name);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Path records = repository.commonDir().resolve("worktrees");
    if (!Files.isDirectory(records)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(records)) {
      for (Path record : all) {
        if (isRecordOf(record, path) && Files.exists(record.resolve("HEAD"))) {
          return Optional.of(new Worktree(name, path, record));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isRecordOf(Path record, Path path) throws IOException {
    Path pointer = record.resolve("gitdir");
    return Files.isRegularFile(pointer)
        && Path.of(Files.readString(pointer).strip()).equals(real(path).resolve(".git"));
  }

  private static Path real(Path path) throws IOException {
    return path.toRealPath();
  }

  private Worktree add(String name, LockFile.Held proof) throws IOException, InterruptedException {
    Objects.requireNonNull(proof);
    Directories.create(root);
    Path path = root.resolve(name);
    refuseForeign(path);
    String head =
        repository
            .git()
            .run("for-each-ref", "--count=1", "--format=%(objectname)", "refs/heads/")
            .line();
    repository
        .git()
        .run(
            "worktree",
            "add",
            "--force",
            "--force",
            "--detach",
            "--no-checkout",
            "--lock",
            "--reason",
            "a slot of Roundhouse",
            "--",
            path.toString(),
            head);
    return find(name)
        .orElseThrow(() -> new IOException("git made no worktree at " + path + "; run again"));
  }

  private void refuseForeign(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isEmpty(path)) {
      throw new IOException(
          path
              + " is in the way: a worktree belongs there, and this is none of this repository's;"
              + " move it elsewhere, or choose another folder with 'worktrees:' in roundhouse.yaml");
    }
  }

  /** Whether nothing is in the directory, but for what a killed git left of making it ours. */
  private boolean isEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    List<Path> content;
    try (Stream<Path> all = Files.list(path)) {
      content = all.toList();
    }
    Path pointer = path.resolve(".git");
    if (content.equals(List.of(pointer))
        && Files.isRegularFile(pointer, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(pointer)
            .startsWith("gitdir: " + repository.commonDir() + "/worktrees/")) {
      Files.delete(pointer);
      return true;
    }
    return content.isEmpty();
  }

  /**
   * Brings {@code slot} to {@code commit}, detached, with nothing else in it, ignored files
   * included. What it held must have been harvested: it is gone.
   *
   * @throws IOException if git cannot
   */
  public void moveTo(Worktree slot, ObjectId commit) throws IOException, InterruptedException {
    new Recycling(slot).to(commit);
  }

  /**
   * Puts {@code tree} into {@code slot}, which is at a commit with nothing else in it, as changes
   * of that commit that are not committed. New files are in the index by name, so that none is
   * taken for an ignored one.
   *
   * @throws IOException if git cannot
   */
  public void fill(Worktree slot, ObjectId tree) throws IOException, InterruptedException {
    slot.git().run("read-tree", "-m", "-u", "HEAD", tree.name());
    slot.git().run("reset", "-q", "--mixed", "-N");
  }
}
