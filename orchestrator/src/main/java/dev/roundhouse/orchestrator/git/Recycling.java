package dev.roundhouse.orchestrator.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Makes a used slot as good as new: whatever its last user did to its index, flags, operations
 * under way, sparse rules and locks is undone. For one thread.
 */
final class Recycling {
  private static final List<String> OPERATIONS =
      List.of(
          "MERGE_HEAD",
          "MERGE_MSG",
          "MERGE_MODE",
          "AUTO_MERGE",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "REBASE_HEAD",
          "ORIG_HEAD",
          "BISECT_LOG",
          "BISECT_START",
          "BISECT_NAMES",
          "BISECT_TERMS",
          "BISECT_EXPECTED_REV",
          "rebase-merge",
          "rebase-apply",
          "sequencer",
          "config.worktree",
          "info");

  private final Worktree slot;

  Recycling(Worktree slot) {
    this.slot = slot;
  }

  void to(ObjectId commit) throws IOException, InterruptedException {
    restorePointer();
    removeLeftovers();
    if (hasFlags()) {
      Files.deleteIfExists(slot.gitDir().resolve("index"));
    }
    Git git = slot.git();
    String[] checkout = {
      "checkout", "-q", "-f", "--detach", "--no-recurse-submodules", commit.name()
    };
    if (!git.ask(checkout).ok()) {
      Access.regain(slot.path());
      git.ask("clean", "-ffdxq"); // what fills the disk may be in here
      git.run(checkout);
    }
    removeSpecials();
    if (!git.ask("clean", "-ffdxq").ok()) {
      Access.regain(slot.path());
      git.run("clean", "-ffdxq");
    }
    Files.deleteIfExists(slot.gitDir().resolve("logs").resolve("HEAD"));
  }

  /** The slot's {@code .git} is a file that points at git's record, and nothing else. */
  private void restorePointer() throws IOException {
    Path pointer = slot.path().resolve(".git");
    if (!isIntact(slot)) {
      deleteTree(pointer);
      Files.writeString(pointer, slot.pointer());
    }
  }

  static boolean isIntact(Worktree slot) throws IOException {
    Path pointer = slot.path().resolve(".git");
    return Files.isRegularFile(pointer, LinkOption.NOFOLLOW_LINKS)
        && Files.size(pointer) < 10_000
        && Files.readString(pointer).strip().equals(slot.pointer().strip());
  }

  private void removeLeftovers() throws IOException {
    for (String name : OPERATIONS) {
      deleteTree(slot.gitDir().resolve(name));
    }
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(slot.gitDir(), "*.lock")) {
      for (Path lock : locks) {
        Files.delete(lock);
      }
    }
  }

  /** Pipes and sockets, which git does not see and a gate may wait on for ever. */
  private void removeSpecials() throws IOException {
    Files.walkFileTree(
        slot.path(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isOther()) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE; // cleaning regains access, or says that it cannot
          }
        });
  }

  /** Whether some entries of the index hide changes of their files from git. */
  private boolean hasFlags() throws IOException, InterruptedException {
    return slot.git().run("ls-files", "-v", "-z").records().stream()
        .anyMatch(each -> !each.isEmpty() && each.charAt(0) != 'H' && each.charAt(0) != 'M');
  }

  static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException broken)
              throws IOException {
            if (broken != null) {
              throw broken;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
