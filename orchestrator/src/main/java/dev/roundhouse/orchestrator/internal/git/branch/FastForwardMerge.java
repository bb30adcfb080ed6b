package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Checkouts;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.WriteProbe;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Has git fast-forward one checkout of the user's. Changes that git does not finish, for lack of
 * space or because it is killed, are undone, or named; a note on disk lets the next process after a
 * crash do the same. For the holder of the lock on fast-forwards.
 */
final class FastForwardMerge {
  private static final int SHOWN = 6;
  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * The name of a variable that is empty: a branch's own options could turn our merge into another
   * kind.
   */
  private static final String NO_OPTIONS = "ROUNDHOUSE_MERGE_OPTIONS";

  private static final String MARK = "ROUNDHOUSE_FOLLOW_OF";

  private final Repository repository;
  private final FastForwardSpace space;
  private final FastForwardIntent note;

  FastForwardMerge(Repository repository, FastForwardSpace space) {
    this.repository = repository;
    this.space = space;
    this.note = new FastForwardIntent(repository.stateDir());
  }

  private Git git(Path worktree) throws IOException, InterruptedException {
    Optional<GitLocation> place = GitLocation.at(worktree);
    if (place.isEmpty()) {
      throw new RepositoryException(
          "the .git in " + worktree + " does not point to a git directory", "restore it");
    }
    return place.get().verified().with(MARK, String.valueOf(repository.commonDir()));
  }

  /** Makes the fast-forward {@code meant}; the state of its paths need not be known yet. */
  FastForwardResult go(FastForward meant) throws IOException, InterruptedException {
    Git git = git(meant.worktree());
    List<PathChange> changes = PathChange.between(git, meant.from(), meant.to());
    FastForward follow = FastForward.observe(git, meant, changes);
    Optional<String> lacking = space.lacks(follow, changes, gitDir(follow));
    if (lacking.isPresent()) {
      return FastForwardResult.waits(lacking.get() + "; make room, then run 'roundhouse sync'");
    }
    try {
      note.write(follow);
    } catch (IOException full) {
      return FastForwardResult.waits(
          "cannot record in "
              + repository.stateDir()
              + " which files of "
              + meant.worktree()
              + " will change: "
              + WriteProbe.reason(full)
              + "; fix that, then run 'roundhouse sync'");
    }
    return merge(git, follow, changes);
  }

  private FastForwardResult merge(Git git, FastForward follow, List<PathChange> changes)
      throws IOException, InterruptedException {
    GitOutput merged;
    try {
      merged = merge(git, follow);
    } catch (IOException | InterruptedException cut) {
      restoreAll(git, follow, changes, cut);
      throw cut;
    }
    if (merged.ok() && isOnBranch(git, follow.branch()) && isAt(git, follow.to())) {
      note.remove();
      return FastForwardResult.DONE;
    }
    return failed(git, follow, changes, merged);
  }

  private static GitOutput merge(Git git, FastForward follow)
      throws IOException, InterruptedException {
    return git.with(NO_OPTIONS, "")
        .ask(
            "--config-env=branch." + follow.branch() + ".mergeOptions=" + NO_OPTIONS,
            "-c",
            "merge.autoStash=false",
            "-c",
            "merge.ff=only",
            "merge",
            "-q",
            "--ff-only",
            "--no-autostash",
            "--no-overwrite-ignore",
            "--no-verify-signatures",
            follow.to().name());
  }

  /** Undoes a merge that git did not finish; the note stays if that is not possible at once. */
  private void restoreAll(Git git, FastForward follow, List<PathChange> changes, Exception cause) {
    boolean interrupted = Thread.interrupted();
    try {
      if (restore(git, follow, changes).isWhole()) {
        note.remove();
      }
    } catch (IOException worse) {
      cause.addSuppressed(worse);
    } catch (InterruptedException again) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private CheckoutRestoration.Result restore(Git git, FastForward follow, List<PathChange> changes)
      throws IOException, InterruptedException {
    OrphanedProcesses orphans = new OrphanedProcesses();
    if (orphans.findsCarriers()
        && !orphans.endCarriers(MARK + "=" + repository.commonDir(), GRACE)) {
      throw new IOException(
          "cannot end a git command that an earlier update of "
              + follow.worktree()
              + " left running; end it by hand, then run 'roundhouse sync'");
    }
    Path gitDir = gitDir(follow);
    Path branch = repository.commonDir().resolve("refs/heads").resolve(follow.branch());
    new StaleLocks(follow.worktree(), gitDir, branch).remove(note.written());
    try (PartialWrites half = new PartialWrites(repository, git, follow, changes)) {
      return new CheckoutRestoration(git, follow, changes, half)
          .restore(gitDir.resolve("index.lock"));
    }
  }

  private FastForwardResult failed(
      Git git, FastForward follow, List<PathChange> changes, GitOutput merged)
      throws IOException, InterruptedException {
    CheckoutRestoration.Result result;
    try {
      result = restore(git, follow, changes);
    } catch (FileAlreadyExistsException busy) {
      return FastForwardResult.waits(busy(follow, gitDir(follow)));
    }
    if (result.isWhole()) {
      note.remove();
    }
    if (!result.touched() && merged.exit() == 1) {
      return FastForwardResult.waits(
          "updating "
              + follow.worktree()
              + " would overwrite local changes:\n"
              + message(merged)
              + "\n  commit them or move them away, then run 'roundhouse sync'");
    }
    return FastForwardResult.waits(
        "git could not update "
            + follow.worktree()
            + " to the tip:\n"
            + message(merged)
            + "\n  "
            + words(follow, result)
            + trouble(follow, gitDir(follow)).map(each -> "\n  " + each).orElse("")
            + "\n  fix the cause, then run 'roundhouse sync'");
  }

  private static String busy(FastForward follow, Path gitDir) {
    return "another git command is running in "
        + follow.worktree()
        + ", or one was killed and left "
        + gitDir.resolve("index.lock")
        + "; wait for it, or delete that file if no git is running, then run 'roundhouse sync'";
  }

  /** Returns the obstacle to writing there, found by trying. */
  private static Optional<String> trouble(FastForward follow, Path gitDir) {
    long some = 1 << 14;
    Optional<String> files =
        WriteProbe.trouble(gitDir, gitDir.resolve("index").toFile().length() + some);
    return files.isPresent() ? files : WriteProbe.trouble(follow.worktree(), some);
  }

  private static String message(GitOutput merged) {
    return (merged.err() + merged.text())
        .lines()
        .filter(line -> !line.isBlank())
        .limit(SHOWN)
        .map(line -> "  " + line.strip())
        .collect(Collectors.joining("\n"));
  }

  private static String words(FastForward follow, CheckoutRestoration.Result result) {
    return result.isWhole() && result.changed().isEmpty()
        ? "all files are as they were before"
        : RestorationText.of(follow, result);
  }

  /** Returns the outcome of an earlier interrupted fast-forward, if there was one. */
  Optional<CheckoutRepair> repair() throws IOException, InterruptedException {
    Optional<FastForward> noted = note.read();
    if (noted.isEmpty()) {
      return Optional.empty();
    }
    FastForward follow = noted.get();
    String what = "updating " + follow.worktree() + " to the tip was interrupted: ";
    if (!Files.exists(follow.worktree().resolve(".git"))) {
      return missing(follow, what);
    }
    Git git;
    try {
      git = git(follow.worktree());
    } catch (RepositoryException misled) {
      return Optional.of(
          new CheckoutRepair(false, what + misled.getMessage() + "\n  " + misled.hint()));
    }
    String head = git.ask("rev-parse", "-q", "--verify", "HEAD^{commit}").line();
    if (head.equals(follow.to().name())) {
      note.remove();
      return Optional.empty();
    }
    List<PathChange> changes = PathChange.between(git, follow.from(), follow.to());
    return head.equals(follow.from().name())
        ? Optional.of(putBack(git, follow, changes))
        : movedOn(git, follow, changes);
  }

  /**
   * Does as {@link #repair}, before {@code branch} is updated: a missing worktree of another branch
   * is no reason to wait.
   */
  Optional<CheckoutRepair> repairFor(String branch) throws IOException, InterruptedException {
    Optional<FastForward> other = note.read().filter(each -> !each.branch().equals(branch));
    return other.isPresent() && !Files.exists(other.get().worktree().resolve(".git"))
        ? Optional.empty()
        : repair();
  }

  /**
   * Handles a worktree that is missing: without a record of git's it is gone for good; otherwise it
   * may come back.
   */
  private Optional<CheckoutRepair> missing(FastForward follow, String what) throws IOException {
    if (!new Checkouts(repository).has(follow.worktree())) {
      note.remove();
      return Optional.empty();
    }
    return Optional.of(
        new CheckoutRepair(
            false,
            what
                + "its .git is missing now, so its files cannot be checked\n"
                + "  make it available again, then run 'roundhouse sync'; if the worktree was"
                + " deleted, run 'git worktree prune'"));
  }

  private CheckoutRepair putBack(Git git, FastForward follow, List<PathChange> changes)
      throws IOException, InterruptedException {
    String what = "updating " + follow.worktree() + " to the tip was interrupted: ";
    try {
      CheckoutRestoration.Result result = restore(git, follow, changes);
      if (result.isWhole()) {
        note.remove();
      }
      return new CheckoutRepair(result.isWhole(), what + words(follow, result));
    } catch (FileAlreadyExistsException busy) {
      return new CheckoutRepair(false, what + busy(follow, gitDir(follow)));
    }
  }

  /** Handles a checkout in which the user has moved on: they must judge the leftovers. */
  private Optional<CheckoutRepair> movedOn(Git git, FastForward follow, List<PathChange> changes)
      throws IOException, InterruptedException {
    try (PartialWrites half = new PartialWrites(repository, git, follow, changes)) {
      CheckoutRestoration.Result left =
          new CheckoutRestoration(git, follow, changes, half).inspect();
      note.remove();
      return left.touched()
          ? Optional.of(
              new CheckoutRepair(
                  true,
                  "updating "
                      + follow.worktree()
                      + " was interrupted, and you have committed there since; check these files: "
                      + RestorationText.list(left.unrestored(), left.unremoved())))
          : Optional.empty();
    }
  }

  private static boolean isAt(Git git, ObjectId commit) throws IOException, InterruptedException {
    return git.ask("rev-parse", "-q", "--verify", "HEAD").line().equals(commit.name());
  }

  static boolean isOnBranch(Git git, String branch) throws IOException, InterruptedException {
    return git.ask("symbolic-ref", "-q", "HEAD").line().equals("refs/heads/" + branch);
  }

  private static Path gitDir(FastForward follow) throws IOException {
    return GitLocation.gitDir(follow.worktree())
        .orElseThrow(() -> new IOException("the .git in " + follow.worktree() + " is gone"));
  }
}
