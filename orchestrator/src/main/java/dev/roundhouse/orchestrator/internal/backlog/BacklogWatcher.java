package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.io.FileErrors;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the backlog again when it has changed, and never half of a change: it must look the same
 * twice in a row, before reading it and after, with no git operation under way in the checkout and
 * the branch checked out that was. What never comes to rest is read after a while nevertheless, if
 * nothing changes in the moment it is read.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BacklogWatcher implements AutoCloseable {
  /** So many looks in a row may find something changing before it is read as it is. */
  static final int PATIENCE = 10;

  /** So many quiet looks after a reading it is read once more, as clocks of files are coarse. */
  static final int CONFIRM = 4;

  public static final long SOON_MILLIS = 250;
  private static final long USUAL_MILLIS = 500;

  private final BacklogSource source;
  private final Listener listener;
  private final ScheduledExecutorService timer;
  private BacklogSource.Taken last;
  private @Nullable Object seen;
  private int restless; // looks in a row that found something changing
  private boolean unconfirmed; // what was read last is to be read once more
  private int quiet; // looks since then
  private String told = "";

  /**
   * A watch that is not begun.
   *
   * @param last what was read of the source
   */
  public BacklogWatcher(BacklogSource source, BacklogSource.Taken last, Listener listener) {
    this.source = source;
    this.last = last;
    this.listener = listener;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "roundhouse-backlog");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to look by itself. */
  public void begin() {
    after(USUAL_MILLIS);
  }

  private void after(long millis) {
    try {
      var unused = timer.schedule(this::lookAgain, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      return; // nobody wants to know any more
    }
  }

  private void lookAgain() {
    boolean pending = look();
    after(pending ? SOON_MILLIS : usualMillis(size()));
  }

  /** How long to wait between looks at a backlog of so many issues that rests. */
  public static long usualMillis(int issues) {
    return Math.max(USUAL_MILLIS, issues / 2);
  }

  private synchronized int size() {
    return last.reading().issues().size();
  }

  /**
   * Looks once; a change is answered before this returns.
   *
   * @return whether a change is seen that has not come to rest yet
   */
  public synchronized boolean look() {
    try {
      return looks();
    } catch (IOException | RuntimeException unreadable) {
      tell("the backlog cannot be read again: " + FileErrors.describe(unreadable));
      return false;
    }
  }

  private boolean looks() throws IOException {
    Object mark = source.mark();
    if (mark.equals(last.mark())) {
      seen = null;
      restless = 0;
      confirm(mark);
      return false;
    }
    restless++;
    boolean settled = mark.equals(seen) || restless > PATIENCE;
    seen = mark;
    return !settled || !read(mark);
  }

  private void confirm(Object mark) throws IOException {
    if (unconfirmed && ++quiet >= CONFIRM) {
      unconfirmed = false;
      if (!read(mark)) {
        unconfirmed = true;
      }
    }
  }

  /** Reads, if it is a moment to; false if it is to be tried again at once. */
  private boolean read(Object mark) throws IOException {
    String notNow = source.notNow();
    if (!notNow.isEmpty()) {
      if (restless > PATIENCE) {
        tell("the backlog stays as it was read: " + notNow);
      }
      return restless > PATIENCE;
    }
    BacklogSource.Taken now = source.take();
    if (!now.mark().equals(mark) || !source.mark().equals(mark)) {
      return false;
    }
    boolean changed = !now.reading().equals(last.reading());
    last = now;
    seen = null;
    restless = 0;
    told = "";
    if (changed) {
      quiet = 0;
      unconfirmed = true;
      listener.read(now.reading());
    }
    return true;
  }

  private void tell(String what) {
    if (!what.equals(told)) {
      told = what;
      listener.unreadable(what);
    }
  }

  /** Hears of the backlog, on the thread that looks. */
  public interface Listener {
    /** It was read again, and is not what it was. */
    void read(BacklogReading reading);

    /** It could not be read again, for this reason; told once for each. */
    void unreadable(String reason);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
