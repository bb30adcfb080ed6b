package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.PointerFile;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Makes a used slot as good as new: everything its last user did to its index, flags, operations
 * under way, sparse rules and locks is undone. For one thread.
 */
final class SlotRecycler {
  private static final String KEYS = "git-crypt";
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
          "sequencer");

  private final Worktree slot;
  private final Submodules submodules;
  private final SparseRules rules;
  private final List<String> kept;

  /**
   * Creates a recycler for {@code slot}, which will have the files that {@code rules} select.
   *
   * @param submodules its submodules
   * @param kept patterns of ignored files that stay
   */
  SlotRecycler(Worktree slot, Submodules submodules, SparseRules rules, List<String> kept) {
    this.slot = slot;
    this.submodules = submodules;
    this.rules = rules;
    this.kept = kept;
  }

  void to(ObjectId commit) throws IOException, InterruptedException {
    removeLinks();
    linkKeys();
    restorePointer();
    removeLeftovers();
    boolean sameRules = rules.areIn(slot);
    rules.writeTo(slot);
    Git git = verified(commit);
    if (!sameRules || isDeceptive()) {
      empty(git);
    }
    String[] checkout = {
      "checkout", "-q", "-f", "--detach", "--no-recurse-submodules", commit.name()
    };
    if (!git.ask(checkout).ok()) {
      PermissionRepair.regain(slot.path());
      git.ask("clean", "-ffdxq"); // the files that fill the disk may be in here
      beginAt(commit);
      git.run(checkout);
    }
    removeSpecials();
    clean(git);
    SuppliedFiles.forget(slot);
    submodules.renew();
    Files.deleteIfExists(slot.gitDir().resolve("logs").resolve("HEAD"));
  }

  /** Removes links in git's record of the slot, since writes through them end up elsewhere. */
  private void removeLinks() throws IOException {
    if (Files.isSymbolicLink(slot.gitDir())) {
      throw new RepositoryException(
          slot.gitDir() + " is a symbolic link to another place", "remove it, then run again");
    }
    Path modules = slot.gitDir().resolve("modules"); // are recreated
    Files.walkFileTree(
        slot.gitDir(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.equals(modules)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isSymbolicLink()) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Links the keys of git-crypt, which it looks for in the git directory of each worktree. */
  private void linkKeys() throws IOException {
    Path keys = slot.commonDir().resolve(KEYS);
    Path link = slot.gitDir().resolve(KEYS);
    if (Files.isDirectory(keys, LinkOption.NOFOLLOW_LINKS) && !Files.exists(link)) {
      Files.createSymbolicLink(link, keys);
    }
  }

  /** Returns a verified git; if git cannot read HEAD, HEAD is first set to {@code commit}. */
  private Git verified(ObjectId commit) throws IOException, InterruptedException {
    try {
      return slot.verified();
    } catch (RepositoryException misled) {
      if (slot.git().ask("rev-parse", "--git-dir").ok()) {
        throw misled;
      }
      Directories.deleteTree(slot.gitDir().resolve("HEAD"));
      Files.writeString(slot.gitDir().resolve("HEAD"), commit.name() + "\n");
      return slot.verified();
    }
  }

  /**
   * Sets HEAD and index to a state that exists, since they may name deleted objects and git cannot
   * start from those.
   */
  private void beginAt(ObjectId commit) throws IOException {
    Directories.deleteTree(slot.gitDir().resolve("index"));
    Directories.deleteTree(slot.gitDir().resolve("HEAD"));
    Files.writeString(slot.gitDir().resolve("HEAD"), commit.name() + "\n");
  }

  /** Empties the index: without one every file is untracked, and no rule can hide any. */
  private void empty(Git git) throws IOException, InterruptedException {
    Directories.deleteTree(slot.gitDir().resolve("index"));
    if (!git.ask("clean", "-ffdxq").ok()) {
      PermissionRepair.regain(slot.path());
      git.run("clean", "-ffdxq");
    }
  }

  /** Deletes untracked files, and the ignored ones that need not be kept. */
  private void clean(Git git) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("clean", "-ffdxq"));
    kept.forEach(each -> words.addAll(List.of("-e", each)));
    String[] command = words.toArray(String[]::new);
    if (!git.ask(command).ok()) {
      PermissionRepair.regain(slot.path());
      git.run(command);
    }
    if (!kept.isEmpty()) {
      git.run("clean", "-ffdq"); // files that the patterns name and git does not ignore are work
      git.run("clean", "-ffdxq", "--", Worktree.FOLDER); // our own files are for one attempt
    }
  }

  /**
   * Restores the slot's {@code .git} to a file that points at git's record; the record points back
   * at the slot, and at the repository.
   */
  private void restorePointer() throws IOException {
    Path pointer = slot.path().resolve(".git");
    if (!isIntact(slot)) {
      Directories.deleteTree(pointer);
      Files.writeString(pointer, slot.pointer());
    }
    SlotRecords.restore(slot);
  }

  static boolean isIntact(Worktree slot) throws IOException {
    Path pointer = slot.path().resolve(".git");
    return Files.isRegularFile(pointer, LinkOption.NOFOLLOW_LINKS)
        && PointerFile.text(pointer).strip().equals(slot.pointer().strip());
  }

  private void removeLeftovers() throws IOException {
    for (String name : OPERATIONS) {
      Directories.deleteTree(slot.gitDir().resolve(name));
    }
    for (Path lock : Directories.entries(slot.gitDir(), "*.lock")) {
      Files.delete(lock);
    }
  }

  /** Removes pipes and sockets, which git does not see and on which a gate may hang. */
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
            return FileVisitResult.CONTINUE; // cleaning regains access, or reports that it cannot
          }
        });
  }

  /**
   * Tells whether the index hides the state of some files from git, or does not reveal which it
   * leaves out.
   */
  private boolean isDeceptive() throws IOException, InterruptedException {
    String fine = rules.isSparse() ? "HMS" : "HM"; // sparse rules set and clear the S themselves
    GitOutput listed = slot.git().ask("ls-files", "-v", "-z");
    if (!listed.ok()) { // the index is broken
      return true;
    }
    List<String> entries = listed.records();
    return (rules.isSparse() && entries.isEmpty())
        || entries.stream().anyMatch(each -> !each.isEmpty() && fine.indexOf(each.charAt(0)) < 0);
  }
}
