package dev.roundhouse.orchestrator.git;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Git's own records of our slots, found and made. What makes or removes one needs the lock for
 * worktree administration. Stateless but for the repository; safe for use by any number of threads.
 */
final class SlotRecords {
  private final Repository repository;

  SlotRecords(Repository repository) {
    this.repository = repository;
  }

  /** The slot, by git's own record of it, whatever became of the files in it. */
  Optional<Worktree> find(String name, Path root) throws IOException {
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
        && Path.of(Files.readString(pointer).strip()).equals(path.toRealPath().resolve(".git"));
  }

  /** Makes the slot, which git has no record of; {@code proof} keeps others from it. */
  Worktree add(String name, Path root, LockFile.Held proof)
      throws IOException, InterruptedException {
    Objects.requireNonNull(proof);
    Directories.create(root);
    Path path = root.resolve(name);
    refuseForeign(path);
    String head = anyCommit(path);
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
    return find(name, root)
        .orElseThrow(() -> new IOException("git made no worktree at " + path + "; run again"));
  }

  /** What a slot begins at; the branch itself may have been deleted meanwhile. */
  private String anyCommit(Path path) throws IOException {
    for (String prefix : List.of("refs/roundhouse/tip/", "refs/heads/")) {
      for (ObjectId each : repository.refs(prefix).values()) {
        return each.name();
      }
    }
    throw new IOException(
        "there can be no worktree at "
            + path
            + ": no branch is left in "
            + repository.commonDir()
            + " that it could begin at; make the branch again ('git branch NAME COMMIT'; 'git reflog'"
            + " knows where it was), then run again");
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
   * Removes the slot with all that is in it, and git's record of it.
   *
   * @param proof keeps others from it
   */
  void remove(Worktree slot, LockFile.Held proof) throws IOException, InterruptedException {
    Objects.requireNonNull(proof);
    String path = slot.path().toString();
    if (!repository.git().ask("worktree", "remove", "--force", "--force", "--", path).ok()) {
      Access.regain(slot.path());
      repository.git().run("worktree", "remove", "--force", "--force", "--", path);
    }
  }
}
