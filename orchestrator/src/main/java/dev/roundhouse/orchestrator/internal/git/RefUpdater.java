package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Moves or deletes a ref by compare-and-swap, waiting for others that hold its lock a moment. */
final class RefUpdater {
  private static final int TRIES = 40;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(25);

  private final Repository jgit;
  private final String ref;
  private final PersonIdent who;

  RefUpdater(Repository jgit, String ref, PersonIdent who) {
    this.jgit = jgit;
    this.ref = ref;
    this.who = who;
  }

  boolean from(@Nullable ObjectId expected, ObjectId value, String reason) throws IOException {
    DurableRepository.requireReadable(jgit);
    for (int i = 0; i < TRIES; i++) {
      if (!isAt(expected)) {
        return false;
      }
      RefUpdate.Result result = update(expected, value, reason);
      switch (result) {
        case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {
          return true;
        }
        case LOCK_FAILURE -> {
          requireRoom();
          LockSupport.parkNanos(PAUSE);
        }
        case REJECTED_MISSING_OBJECT -> {
          jgit.getObjectDatabase().close(); // it was packed just now, or has vanished
          requireThere(value);
          LockSupport.parkNanos(PAUSE);
        }
        default -> throw new IOException("cannot move " + ref + " to " + value + ": " + result);
      }
    }
    throw locked("move");
  }

  /** Deletes the ref, if it is at {@code expected}; returns false if it is elsewhere. */
  boolean delete(ObjectId expected) throws IOException {
    DurableRepository.requireReadable(jgit);
    for (int i = 0; i < TRIES; i++) {
      if (!isAt(expected)) {
        return false;
      }
      RefUpdate update = jgit.updateRef(ref, true);
      update.setExpectedOldObjectId(expected);
      update.setForceUpdate(true);
      RefUpdate.Result result = update.delete();
      switch (result) {
        case FORCED -> {
          return true;
        }
        case LOCK_FAILURE -> LockSupport.parkNanos(PAUSE);
        default ->
            throw new IOException(
                "cannot delete " + ref + " at " + expected.name() + ": " + result);
      }
    }
    throw locked("delete");
  }

  private IOException locked(String act) {
    return new IOException(
        "cannot "
            + act
            + " "
            + ref
            + ": its lock has been held for a second; if no git is at work, remove "
            + ref
            + ".lock");
  }

  /** Fails if {@code value} does not exist, and so cannot be put behind a ref. */
  private void requireThere(ObjectId value) throws IOException {
    try (RevWalk walk = new RevWalk(jgit)) {
      walk.parseAny(value);
    }
  }

  /**
   * Checks that the ref's file can exist: not where other refs are below it, nor below an existing
   * one.
   */
  private void requireRoom() throws IOException {
    for (String other : jgit.getRefDatabase().getConflictingNames(ref)) {
      throw new IOException(
          ref
              + " cannot exist beside "
              + other
              + ", because one is the other's folder; rename "
              + other
              + ", or delete it if its commits are elsewhere");
    }
  }

  private boolean isAt(@Nullable ObjectId expected) throws IOException {
    Ref now = jgit.exactRef(ref);
    return Objects.equals(now == null ? null : now.getObjectId(), expected);
  }

  private RefUpdate.Result update(@Nullable ObjectId expected, ObjectId value, String reason)
      throws IOException {
    RefUpdate update = jgit.updateRef(ref);
    update.setExpectedOldObjectId(expected == null ? ObjectId.zeroId() : expected);
    update.setNewObjectId(value);
    update.setForceUpdate(true);
    update.setRefLogIdent(who);
    update.setRefLogMessage(reason, false);
    return update.update();
  }
}
