package dev.roundhouse.core.io;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A lock between threads and between processes: holding the operating system's lock on an empty
 * file is the only authority. A dead holder's lock is free because the system freed it, never by
 * age. Two uses of one path in one JVM exclude each other just as two processes do.
 *
 * <p>The file is never read and never deleted, and stays open while the JVM lives: closing any
 * channel on it would drop the lock. Waiting never closes it either, interrupted or not, because
 * only {@code tryLock} is used on it. Where somebody else deletes it, the next to acquire the lock
 * does so on the new file; only who held the old one then shares the lock with another process.
 *
 * <p>Safe for use by any number of threads and processes; proven by {@code LockFileTest}, with real
 * processes.
 */
public final class LockFile {
  private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private final Path path;

  /**
   * Creates the lock at {@code path}, whose directory must exist by the time the lock is acquired.
   */
  public LockFile(Path path) {
    this.path = path;
  }

  /**
   * Acquires the lock, or returns empty if another holder has it.
   *
   * @throws IOException if the file cannot be opened
   */
  public Optional<Held> tryAcquire() throws IOException {
    Semaphore turn = LockRegistry.entry(path).turn();
    return turn.tryAcquire() ? tryLock(turn) : Optional.empty();
  }

  /**
   * Acquires the lock, waiting at most {@code limit}, interrupted or not; the interrupt flag stays
   * as it was.
   *
   * @throws LockTimeoutException if the lock was not free in time
   * @throws IOException if the file cannot be opened
   */
  public Held acquire(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    Semaphore turn = LockRegistry.entry(path).turn();
    waitFor(turn, limit);
    long pause = FIRST_PAUSE;
    Optional<Held> held = tryLock(turn);
    while (held.isEmpty()) {
      Uninterruptibles.sleepUninterruptibly(Duration.ofNanos(pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      waitFor(turn, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      held = tryLock(turn);
      if (held.isEmpty() && deadline - System.nanoTime() <= 0) {
        throw new LockTimeoutException(path, limit);
      }
    }
    return held.get();
  }

  private void waitFor(Semaphore turn, Duration limit) throws IOException {
    if (!Uninterruptibles.tryAcquireUninterruptibly(turn, limit)) {
      throw new LockTimeoutException(path, limit);
    }
  }

  /**
   * Tries the system's lock, in this thread's {@code turn}; gives the turn back unless it has it.
   */
  private Optional<Held> tryLock(Semaphore turn) throws IOException {
    FileLock lock = null;
    Optional<Held> held = Optional.empty();
    try {
      LockRegistry.Entry entry = LockRegistry.entry(path);
      lock = lock(entry);
      while (lock != null && !entry.isCurrent()) { // deleted since: others lock another file
        FileLock outdated = lock;
        lock = null;
        outdated.release();
        entry = LockRegistry.entry(path);
        lock = lock(entry);
      }
      held = Optional.ofNullable(lock).map(each -> new Held(turn, each));
    } finally {
      if (held.isEmpty()) {
        release(lock, turn);
      }
    }
    return held;
  }

  private static void release(@Nullable FileLock lock, Semaphore turn) throws IOException {
    try {
      if (lock != null) {
        lock.release();
      }
    } finally {
      turn.release();
    }
  }

  private static @Nullable FileLock lock(LockRegistry.Entry entry) throws IOException {
    try {
      return entry.file().getChannel().tryLock();
    } catch (OverlappingFileLockException elsewhere) {
      return null; // an earlier version of this class in the same JVM has it
    }
  }

  /** Proof that the lock is held, until this object is closed. Closing twice is harmless. */
  public static final class Held implements AutoCloseable {
    private final Semaphore turn;
    private final FileLock lock;
    private final AtomicBoolean released = new AtomicBoolean();

    private Held(Semaphore turn, FileLock lock) {
      this.turn = turn;
      this.lock = lock;
    }

    /**
     * Releases the lock.
     *
     * @throws IOException if the system refuses; the lock is free once this process ends
     */
    @Override
    public void close() throws IOException {
      if (released.compareAndSet(false, true)) {
        LockFile.release(lock, turn);
      }
    }
  }
}
