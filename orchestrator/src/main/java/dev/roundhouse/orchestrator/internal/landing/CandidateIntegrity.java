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
 * Sees to it that what is to land is there. An agent's {@code git gc --prune=now} deletes objects
 * that came to be behind a ref only after it had looked; what we build can be built again. For one
 * thread at a time.
 */
final class CandidateIntegrity {
  private static final int TRIES = 8;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final Repository repository;
  private final Map<ObjectId, RunningPrunes> deleting =
      new HashMap<>(); // when it came behind a ref

  CandidateIntegrity(Repository repository) {
    this.repository = repository;
  }

  /** Whether that which something is made from is there. */
  @FunctionalInterface
  interface Ground {
    /** Looks. */
    boolean isWhole() throws IOException, InterruptedException;
  }

  /** Something that may have to be tried again. */
  @FunctionalInterface
  interface Try<T> {
    /** Does it; empty if objects of it have vanished. */
    Optional<T> once() throws IOException, InterruptedException;
  }

  /**
   * Does it until it succeeds, with pauses.
   *
   * @param ground what it is made from: where that is not whole, trying again does not help
   * @return empty if that is so, or objects vanished each time
   * @throws IOException if something else failed, again and again
   */
  <T> Optional<T> insist(Ground ground, Try<T> what) throws IOException, InterruptedException {
    for (int i = 1; i <= TRIES && (i == 1 || ground.isWhole()); i++) {
      try {
        Optional<T> done = what.once();
        if (done.isPresent()) {
          return done;
        }
      } catch (MissingObjectException vanished) {
        repository.objects().forget();
      } catch (IOException failed) { // what git could not find it says in words
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
   * Whether all that {@code commit}, which is behind a ref by now, has and {@code base} lacks is
   * there. Notes who is deleting at this moment.
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
   * Whether all that {@code commit} has and {@code base} lacks is there, and will be: whoever was
   * deleting when it came behind a ref has ended.
   */
  boolean willStay(ObjectId commit, ObjectId base) throws IOException, InterruptedException {
    for (RunningPrunes each : deleting.values()) { // of those it stands on, too
      if (!each.hasEnded()) {
        return false;
      }
    }
    deleting.clear();
    return repository.isWhole(List.of(commit), base);
  }

  /** Fails if what everything is built on is not whole: nothing of ours can mend that. */
  void requireWhole(ObjectId commit) throws IOException, InterruptedException {
    if (!repository.isWhole(List.of(commit))) {
      throw new IOException(
          "objects of "
              + commit.name()
              + ", on which work is to land, are missing; 'git fsck' says which: fetch them from"
              + " where they are, then run again");
    }
  }
}
