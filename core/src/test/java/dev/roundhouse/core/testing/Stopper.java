package dev.roundhouse.core.testing;

import dev.roundhouse.core.io.Disk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the end at the n-th change: right before it, half way through it if it is a write, or
 * right after it. Nothing is changed any more once the end has come. For one thread.
 */
public final class Stopper implements WatchedDisk.Watcher {
  private final int number;
  private final When when;
  private final WatchedDisk.Watcher observer;
  private final End end;
  private int count;
  private @Nullable Change last;

  /**
   * Stops at change {@code number}, 0 being the first.
   *
   * @param observer hears of every change that is made
   * @param end how it ends
   */
  public Stopper(int number, When when, WatchedDisk.Watcher observer, End end) {
    this.number = number;
    this.when = when;
    this.observer = observer;
    this.end = end;
  }

  @Override
  public void before(Change change) throws IOException {
    boolean here = count == number;
    if (last != null || (here && when == When.BEFORE)) {
      stop(change);
    }
    if (here && when == When.HALF && change.kind() == Change.Kind.WRITE) {
      Change half = change.half();
      try (Disk.OpenFile file = Disk.real().open(change.file())) {
        file.write(half.at(), half.bytes());
      }
      observer.after(half);
      stop(change);
    }
    observer.before(change);
  }

  @Override
  public void after(Change change) throws IOException {
    observer.after(change);
    if (count == number && when == When.AFTER) {
      stop(change);
    }
    count++;
  }

  private void stop(Change change) throws IOException {
    last = last == null ? change : last;
    end.come();
    throw new IOException("the end has come already");
  }

  /** The change at which it stopped, or null if it has not. */
  public @Nullable Change stoppedAt() {
    return last;
  }

  /** When in the course of a change. */
  public enum When {
    BEFORE,
    HALF,
    AFTER
  }

  /** How it ends. */
  public interface End {
    /** Ends the JVM, or throws. */
    void come() throws IOException;
  }
}
