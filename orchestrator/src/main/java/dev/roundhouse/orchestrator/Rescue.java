package dev.roundhouse.orchestrator;

import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.gc.DroppedWork;
import dev.roundhouse.orchestrator.internal.gc.RetentionPolicy;
import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.WorkRefs;
import dev.roundhouse.orchestrator.internal.review.BeginOfWork;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lists, restores and releases the work of every attempt, landed or not, committed or not.
 *
 * <p>Immutable; safe for use by any number of threads and processes.
 */
public final class Rescue {
  private final RunRequest request;

  Rescue(RunRequest request) {
    this.request = request;
  }

  /**
   * Returns all kept work by issue and attempt, including landings that were removed from a target,
   * as pieces called {@code dropped}.
   *
   * @throws IOException if it cannot be read
   */
  public List<KeptWork> list() throws IOException {
    try (Repository repository = Repository.open(request.directory())) {
      List<KeptWork> kept = new WorkRefs(repository).list();
      List<LandingCommit> dropped = LandingCommit.dropped(repository);
      return dropped.isEmpty() ? kept : new DroppedWork(repository.stateDir()).with(kept, dropped);
    }
  }

  /**
   * Returns the ids of issues by {@link KeptWork#issue}, as far as the ledger has them.
   *
   * @throws IOException if the ledger cannot be read
   */
  public Map<String, IssueId> issues() throws IOException {
    try (Repository repository = Repository.open(request.directory())) {
      Map<String, IssueId> issues = new TreeMap<>();
      Ledger.read(repository.stateDir())
          .issues()
          .forEach(each -> issues.put(each.id().key(), each.id()));
      return issues;
    }
  }

  /**
   * Creates a new branch at {@code commit}.
   *
   * @throws RefusedException if a branch of that name exists, or the name is not valid
   * @throws IOException if it could not be created
   * @throws InterruptedException if the calling thread was interrupted
   */
  public void toBranch(String commit, String name)
      throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      if (!new WorkRefs(repository).toBranch(commit, name)) {
        throw RefusedException.input(
            "branch " + name + " already exists or is not a valid branch name",
            "choose another name with --branch");
      }
    }
  }

  /**
   * Writes the changes of {@code commit} of {@code work} to a new file, as a patch for {@code git
   * apply}.
   *
   * @throws RefusedException if {@code file} already exists or cannot be created, or the attempt
   *     changed nothing
   * @throws IOException if it could not be written; the file does not exist then
   * @throws InterruptedException if the calling thread was interrupted; the file does not exist
   *     then either
   */
  public void toPatch(KeptWork work, String commit, Path file)
      throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      String base = new BeginOfWork(repository).of(work, commit);
      create(file);
      boolean written = false;
      try {
        new WorkRefs(repository).toPatch(base, commit, file);
        written = true;
      } finally {
        if (!written) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * Writes the same patch as {@link #toPatch(KeptWork, String, Path)} to {@code out}, byte for
   * byte, once git has produced all of it; {@code out} stays open.
   *
   * @throws RefusedException if the attempt changed nothing
   * @throws IOException if the patch could not be produced or written
   * @throws InterruptedException if the calling thread was interrupted
   */
  public void toPatch(KeptWork work, String commit, OutputStream out)
      throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory())) {
      String base = new BeginOfWork(repository).of(work, commit);
      Path staged = Files.createTempFile(repository.stateDir(), "rescue.", ".patch");
      try {
        new WorkRefs(repository).toPatch(base, commit, staged);
        Files.copy(staged, out);
      } finally {
        Files.deleteIfExists(staged);
      }
    }
  }

  private static void create(Path file) throws RefusedException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException there) {
      throw RefusedException.input(file + " already exists", "choose another file with --patch");
    } catch (IOException impossible) {
      throw RefusedException.input(
          file + " cannot be created: " + FileErrors.describe(impossible),
          "choose another file with --patch");
    }
  }

  /**
   * Releases {@code works}, landed or not, to the next garbage collection. Durable when this
   * returns.
   *
   * @throws RefusedException if a run is going, or one of them belongs to an attempt that is not
   *     over; nothing was released then
   * @throws IOException if it could not be recorded
   */
  public void release(List<KeptWork> works) throws IOException, RefusedException {
    try (Repository repository = Repository.open(request.directory());
        LockFile.Held held = RunLock.take(repository, "rescue", request.clock());
        Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
      RetentionPolicy retention =
          new RetentionPolicy(
              ledger.view(), request.options().disk().retention(), request.clock().instant());
      for (KeptWork each : works) {
        if (each.pieces().keySet().equals(Set.of(KeptWork.DROPPED))) {
          throw RefusedException.input(
              "attempt "
                  + each.number()
                  + " of "
                  + each.issue()
                  + " has nothing to release but a landing that was removed from the target, which"
                  + " 'gc' never deletes",
              "'git for-each-ref refs/roundhouse/dropped' lists the refs; 'git update-ref -d REF'"
                  + " deletes one");
        }
        if (retention.isActive(each)) {
          throw RefusedException.input(
              "attempt " + each.number() + " of " + each.issue() + " has not ended",
              "let it finish, or 'roundhouse cancel " + each.issue() + "' first");
        }
      }
      for (KeptWork each : works) {
        new WorkRefs(repository).release(each);
      }
    }
  }
}
