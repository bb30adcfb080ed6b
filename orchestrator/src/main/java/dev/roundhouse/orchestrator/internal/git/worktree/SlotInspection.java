package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Checks the state in which an agent left its worktree's git files. For one thread. */
final class SlotInspection {
  /** The message for a worktree that is gone, though git's record of it still exists. */
  static final String REMOVED = "the worktree was removed; what was committed is kept";

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "rebase-merge", "a rebase",
          "rebase-apply", "a rebase",
          "MERGE_HEAD", "a merge",
          "CHERRY_PICK_HEAD", "a cherry-pick",
          "REVERT_HEAD", "a revert",
          "BISECT_LOG", "a bisection");

  private final Worktree slot;
  private final Path aside;
  private final Path modules;
  private final Repository repository;

  /**
   * Creates an inspection of {@code slot} of {@code repository}; files set aside get the name
   * {@code suffix}.
   */
  SlotInspection(Repository repository, Worktree slot, String suffix) {
    this.repository = repository;
    this.slot = slot;
    this.aside = free(slot.path().resolveSibling(slot.name() + "." + suffix));
    this.modules = repository.stateDir().resolve("modules");
  }

  private static Path free(Path wanted) {
    Path path = wanted;
    for (int i = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); i++) {
      path = wanted.resolveSibling(wanted.getFileName() + "-" + i);
    }
    return path;
  }

  /** Restores the worktree if its {@code .git} has changed, and returns the damage. */
  @Nullable String repair() throws IOException {
    if (Files.isSymbolicLink(slot.gitDir())) {
      Files.delete(slot.gitDir()); // its target is not ours
    }
    PermissionRepair.open(slot.path());
    PermissionRepair.open(slot.path().resolve(".git"));
    PermissionRepair.open(slot.gitDir());
    boolean isThere = hasDirectory();
    if (!Files.exists(slot.gitDir().resolve("HEAD"))) {
      return isThere
          ? "git's record of the worktree is gone; its files are kept in " + aside
          : "the worktree was removed, and git's record of it too";
    }
    if (!isThere) {
      quarantine();
      return REMOVED;
    }
    boolean restored = SlotRecords.restore(slot);
    if (SlotRecycler.isIntact(slot)) {
      return restored ? "git's record of the worktree was changed, and was restored" : null;
    }
    Path pointer = slot.path().resolve(".git");
    String problem = "the worktree's .git was removed";
    if (Files.exists(pointer, LinkOption.NOFOLLOW_LINKS)) {
      Path kept = free(aside.resolveSibling(aside.getFileName() + ".git"));
      Files.move(pointer, kept);
      problem = "the worktree's .git was replaced; what was there is kept in " + kept;
    }
    Files.writeString(pointer, slot.pointer());
    return problem;
  }

  /**
   * Sets HEAD to {@code commit} if git cannot read it at all, and returns the damage. A branch
   * without a commit is not damage.
   *
   * @throws IOException if git cannot read the repository itself, or HEAD cannot be written
   */
  @Nullable String repairHead(ObjectId commit) throws IOException, InterruptedException {
    if (isWorktree()) {
      return null;
    }
    repository
        .git()
        .run("rev-parse", "--git-dir"); // if the whole repository is broken, nothing is touched
    Path head = slot.gitDir().resolve("HEAD");
    Directories.deleteTree(head);
    Files.writeString(head, commit.name() + "\n");
    return "the worktree's HEAD was damaged";
  }

  /** Tells whether git accepts it as a worktree. */
  boolean isWorktree() throws IOException, InterruptedException {
    return slot.git().ask("rev-parse", "--is-bare-repository").ok();
  }

  /** Returns the message for a directory that git does not accept as a worktree. */
  String unknown() {
    return "git's record of the worktree was damaged; its files are kept in " + aside;
  }

  /** Removes git's unreadable record of the worktree. */
  void forget() throws IOException {
    Directories.deleteTree(slot.gitDir());
  }

  /** Returns the git operation still under way, if there is one. */
  @Nullable String operation() {
    for (Map.Entry<String, String> each : OPERATIONS.entrySet()) {
      if (Files.exists(slot.gitDir().resolve(each.getKey()))) {
        return each.getValue() + " was left unfinished; the work is kept";
      }
    }
    return null;
  }

  /** Tells whether the worktree is a directory, rather than gone or replaced by something else. */
  boolean hasDirectory() {
    return Files.isDirectory(slot.path(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Sets aside whatever is in the worktree's place; the pool recreates the slot when it is needed.
   *
   * @return the new place, if anything was there
   */
  Path quarantine() throws IOException {
    if (Files.exists(slot.path(), LinkOption.NOFOLLOW_LINKS)) {
      if (hasDirectory()) {
        SubmoduleInspection.moveAway(slot, free(modules.resolve(aside.getFileName())));
      }
      Files.move(slot.path(), aside);
    }
    return aside;
  }
}
