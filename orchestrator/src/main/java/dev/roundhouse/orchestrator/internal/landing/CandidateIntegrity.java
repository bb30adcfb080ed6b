package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.RunningPrunes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Ensures that the objects that are about to land exist. An agent's {@code git gc --prune=now}
 * deletes objects if a ref reached them only after git had looked; candidates can be rebuilt. For
 * one thread at a time.
 */
final class CandidateIntegrity {
  private static final int TRIES = 8;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final Repository repository;
  private final Map<ObjectId, RunningPrunes> deleting =
      new HashMap<>(); // when a ref was created on the commit

  CandidateIntegrity(Repository repository) {
    this.repository = repository;
  }

  /** Checks that the inputs of a construction exist. */
  @FunctionalInterface
  interface Inputs {
    /** Tells whether the inputs are complete. */
    boolean isWhole() throws IOException, InterruptedException;
  }

  /** An operation that may have to be repeated. */
  @FunctionalInterface
  interface Operation<T> {
    /** Tries once; returns empty if objects of the result have vanished. */
    Optional<T> once() throws IOException, InterruptedException;
  }

  /**
   * Repeats the operation until it succeeds, with pauses.
   *
   * @param inputs the inputs: if they are incomplete, repeating does not help
   * @return empty if they are, or objects vanished each time
   * @throws IOException if something else failed, again and again
   */
  <T> Optional<T> insist(Inputs inputs, Operation<T> operation)
      throws IOException, InterruptedException {
    for (int i = 1; i <= TRIES && (i == 1 || inputs.isWhole()); i++) {
      try {
        Optional<T> done = operation.once();
        if (done.isPresent()) {
          return done;
        }
      } catch (MissingObjectException vanished) {
        repository.objects().forget();
      } catch (IOException failed) { // git reports a missing object only in words
        if (i == TRIES) {
          throw failed;
        }
      }
      repository.objects().forget();
      LockSupport.parkNanos(PAUSE * i);
    }
    return Optional.empty();
  }

  /**
   * Tells whether every object that {@code commit}, on which a ref exists by now, has and {@code
   * base} lacks exists. Records which processes are deleting at this moment.
   */
  boolean isWhole(ObjectId commit, ObjectId base) throws IOException, InterruptedException {
    RunningPrunes now = repository.pruning();
    if (now.isNone()) {
      deleting.remove(commit);
    } else {
      deleting.put(commit, now);
    }
    return repository.isWhole(List.of(commit), base);
  }

  /**
   * Tells whether every object that {@code commit} has and {@code base} lacks exists, and will
   * stay: the processes that were deleting when its ref was created have ended.
   */
  boolean willStay(ObjectId commit, ObjectId base) throws IOException, InterruptedException {
    for (RunningPrunes each : deleting.values()) { // also those of the commits it is built on
      if (!each.hasEnded()) {
        return false;
      }
    }
    deleting.clear();
    return repository.isWhole(List.of(commit), base);
  }

  /** Fails if the commit everything is built on is incomplete, which Roundhouse cannot repair. */
  void requireWhole(ObjectId commit) throws IOException, InterruptedException {
    if (!repository.isWhole(List.of(commit))) {
      throw new IOException(
          "objects of "
              + commit.name()
              + ", on which work is to land, are missing; 'git fsck' lists them: fetch or"
              + " restore them, then run again");
    }
  }
}
