package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.io.LockTimeoutException;
import dev.roundhouse.orchestrator.internal.git.Checkouts;
import dev.roundhouse.orchestrator.internal.git.GitException;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.PointerFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.WriteProbe;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** Fast-forwards one branch, wherever it is checked out. For one call. */
final class CheckoutUpdater {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Repository repository;
  private final String branch;
  private final String ref;
  private final FastForwardMerge merge;

  CheckoutUpdater(Repository repository, String branch) {
    this(repository, branch, FastForwardSpace::usable);
  }

  CheckoutUpdater(Repository repository, String branch, FastForwardSpace.Free free) {
    this.repository = repository;
    this.branch = branch;
    this.ref = "refs/heads/" + branch;
    this.merge = new FastForwardMerge(repository, new FastForwardSpace(repository, free));
  }

  /**
   * Fast-forwards the branch. Only one process does so at a time: a process that finds an
   * unfinished fast-forward must be sure that no other is working on it.
   */
  FastForwardResult forward(ObjectId from, ObjectId to) throws IOException, InterruptedException {
    LockFile.Held held;
    try {
      held = lock(repository).acquire(PATIENCE);
    } catch (LockTimeoutException busy) {
      return FastForwardResult.waits(
          "another Roundhouse process is updating "
              + branch
              + "; run 'roundhouse sync' to see the result");
    } catch (FileSystemException | FileNotFoundException full) {
      return FastForwardResult.waits(
          "cannot write into "
              + repository.stateDir()
              + ": "
              + WriteProbe.reason(full)
              + "; fix that, then run 'roundhouse sync'");
    }
    try (held) {
      return alone(from, to);
    } catch (RepositoryException misled) {
      return FastForwardResult.waits(
          misled.getMessage() + "\n  " + misled.hint() + "\n  then run 'roundhouse sync'");
    } catch (GitException broken) {
      return FastForwardResult.waits(
          "git cannot update "
              + branch
              + ": "
              + broken.stderr()
              + "; fix that, then run 'roundhouse sync'");
    }
  }

  private FastForwardResult alone(ObjectId from, ObjectId to)
      throws IOException, InterruptedException {
    Optional<CheckoutRepair> repaired = merge.repairFor(branch);
    if (repaired.isPresent() && !repaired.get().whole()) {
      return FastForwardResult.waits(repaired.get().words() + "\n  then run 'roundhouse sync'");
    }
    Optional<ObjectId> now = repository.resolve(ref);
    if (now.filter(to::equals).isPresent()) {
      return FastForwardResult.DONE;
    }
    return now.filter(from::equals).isPresent() ? follow(from, to) : moved();
  }

  private static LockFile lock(Repository repository) throws IOException {
    Directories.createPlain(repository.stateDir());
    return new LockFile(repository.stateDir().resolve("follow.lock"));
  }

  /**
   * Repairs a checkout after an interrupted fast-forward; does nothing if there was none, or
   * another process is working on it.
   */
  static Optional<CheckoutRepair> repair(Repository repository)
      throws IOException, InterruptedException {
    if (!new FastForwardIntent(repository.stateDir()).isThere()) {
      return Optional.empty();
    }
    Optional<LockFile.Held> held = lock(repository).tryAcquire();
    if (held.isEmpty()) {
      return Optional.empty();
    }
    try (LockFile.Held alone = held.get()) {
      return new FastForwardMerge(
              repository, new FastForwardSpace(repository, FastForwardSpace::usable))
          .repair();
    }
  }

  private FastForwardResult follow(ObjectId from, ObjectId to)
      throws IOException, InterruptedException {
    Optional<Path> operation = operation();
    if (operation.isPresent()) {
      return FastForwardResult.waits(
          "a rebase or bisection of "
              + branch
              + " is under way ("
              + operation.get()
              + "); finish it, then 'roundhouse sync'");
    }
    List<GitLocation> worktrees = new Checkouts(repository).of(ref);
    if (worktrees.size() > 1) {
      return FastForwardResult.waits(
          branch
              + " is checked out more than once: "
              + worktrees.stream().map(GitLocation::top).toList()
              + "; leave it in all but one, then 'roundhouse sync'");
    }
    if (!worktrees.isEmpty()) {
      return merge(worktrees.get(0), from, to);
    }
    try {
      return repository.refs().update(ref, from, to, "roundhouse: follow the tip")
          ? FastForwardResult.DONE
          : moved();
    } catch (IOException full) {
      return FastForwardResult.waits(
          "git's ref of "
              + branch
              + " cannot be written: "
              + WriteProbe.reason(full)
              + "; fix that, then run 'roundhouse sync'");
    }
  }

  private FastForwardResult moved() {
    return FastForwardResult.waits(
        branch + " moved in the meantime; 'roundhouse sync' tries again");
  }

  private FastForwardResult merge(GitLocation worktree, ObjectId from, ObjectId to)
      throws IOException, InterruptedException {
    return FastForwardMerge.isOnBranch(worktree.git(), branch)
        ? merge.go(FastForward.of(worktree.top(), branch, from, to))
        : FastForwardResult.waits(
            branch + " is no longer checked out there; 'roundhouse sync' tries again");
  }

  /** Returns the record of a git operation that will move the branch when it ends. */
  private Optional<Path> operation() throws IOException {
    List<Path> gitDirs = new ArrayList<>(List.of(repository.commonDir()));
    Path linked = repository.commonDir().resolve("worktrees");
    if (Files.isDirectory(linked)) {
      Directories.entries(linked).forEach(gitDirs::add);
    }
    for (Path gitDir : gitDirs) {
      for (String name :
          List.of("rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START")) {
        Path file = gitDir.resolve(name);
        if (names(PointerFile.text(file).strip())) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private boolean names(String text) {
    return text.equals(ref) || text.equals(branch);
  }
}
