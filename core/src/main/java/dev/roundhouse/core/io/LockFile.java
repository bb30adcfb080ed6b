package dev.roundhouse.core.io;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock between threads and between processes: holding the operating system's lock on an empty
 * file is the only authority. A dead holder's lock is free because the system freed it, never by
 * age. Two uses of one path in one JVM exclude each other just as two processes do.
 *
 * <p>The file is never read and never deleted, and stays open while the JVM lives: closing any
 * channel on it would drop the lock. Waiting never closes it either, interrupted or not, because
 * only {@code tryLock} is used on it.
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
    LockRegistry.Entry entry = LockRegistry.entry(path);
    return entry.turn().tryAcquire() ? tryLock(entry) : Optional.empty();
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
    LockRegistry.Entry entry = LockRegistry.entry(path);
    waitForTurn(entry, limit);
    long pause = FIRST_PAUSE;
    Optional<Held> held = tryLock(entry);
    while (held.isEmpty()) {
      Uninterruptibles.sleepUninterruptibly(Duration.ofNanos(pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      waitForTurn(entry, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      held = tryLock(entry);
      if (held.isEmpty() && deadline - System.nanoTime() <= 0) {
        throw new LockTimeoutException(path, limit);
      }
    }
    return held.get();
  }

  private void waitForTurn(LockRegistry.Entry entry, Duration limit) throws IOException {
    if (!Uninterruptibles.tryAcquireUninterruptibly(entry.turn(), limit)) {
      throw new LockTimeoutException(path, limit);
    }
  }

  /** Tries the system's lock; gives the turn back if another process has it. */
  private static Optional<Held> tryLock(LockRegistry.Entry entry) throws IOException {
    FileLock lock = null;
    try {
      lock = entry.file().getChannel().tryLock();
    } catch (OverlappingFileLockException elsewhere) {
      return Optional.empty(); // another class loader of this JVM has it
    } finally {
      if (lock == null) {
        entry.turn().release();
      }
    }
    return Optional.ofNullable(lock).map(held -> new Held(entry, held));
  }

  /** Proof that the lock is held, until this object is closed. Closing twice is harmless. */
  public static final class Held implements AutoCloseable {
    private final LockRegistry.Entry entry;
    private final FileLock lock;
    private final AtomicBoolean released = new AtomicBoolean();

    private Held(LockRegistry.Entry entry, FileLock lock) {
      this.entry = entry;
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
        try {
          lock.release();
        } finally {
          entry.turn().release();
        }
      }
    }
  }
}
