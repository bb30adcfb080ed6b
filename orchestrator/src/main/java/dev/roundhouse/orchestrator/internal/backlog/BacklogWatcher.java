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
 * twice in a row, before and after it is read, with no git operation under way in the checkout and
 * the original branch checked out. A backlog that never comes to rest is read after a while anyway,
 * if nothing changes at that moment.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BacklogWatcher implements AutoCloseable {
  /** The number of looks in a row that may find a change before the backlog is read as it is. */
  static final int PATIENCE = 10;

  /**
   * The number of quiet looks after a reading until the backlog is read once more, since file
   * clocks are coarse.
   */
  static final int CONFIRM = 4;

  public static final long SOON_MILLIS = 250;
  private static final long USUAL_MILLIS = 500;

  private final BacklogSource source;
  private final Listener listener;
  private final ScheduledExecutorService timer;
  private BacklogSource.Taken last;
  private @Nullable Object seen;
  private int restless; // looks in a row that found a change
  private boolean unconfirmed; // the last reading must be repeated
  private int quiet; // looks since the last reading
  private String lastWarning = "";

  /**
   * Creates a watcher that has not begun.
   *
   * @param last the last reading of the source
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

  /** Begins to look periodically. */
  public void begin() {
    after(USUAL_MILLIS);
  }

  private void after(long millis) {
    try {
      var unused = timer.schedule(this::lookAgain, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      return; // the watcher was closed
    }
  }

  private void lookAgain() {
    boolean pending = false;
    try {
      pending = look();
    } finally {
      after(pending ? SOON_MILLIS : usualMillis(size()));
    }
  }

  /** Returns the time between looks at a backlog of that many issues that is at rest. */
  public static long usualMillis(int issues) {
    return Math.max(USUAL_MILLIS, issues / 2);
  }

  private synchronized int size() {
    return last.reading().issues().size();
  }

  /**
   * Looks once; a change is handled before this returns.
   *
   * @return true if a change was seen that has not come to rest yet
   */
  public synchronized boolean look() {
    try {
      return looks();
    } catch (IOException | RuntimeException unreadable) {
      notice("the backlog cannot be read again: " + FileErrors.describe(unreadable));
      return false;
    } catch (Error fault) { // too deep or too large, perhaps only now: the next look may work
      notice("the backlog cannot be read again: " + fault);
      return false;
    }
  }

  private boolean looks() throws IOException {
    Object version = source.version();
    if (version.equals(last.version())) {
      seen = null;
      restless = 0;
      confirm(version);
      return false;
    }
    restless++;
    boolean settled = version.equals(seen) || restless > PATIENCE;
    seen = version;
    return !settled || !read(version);
  }

  private void confirm(Object version) throws IOException {
    if (unconfirmed && ++quiet >= CONFIRM) {
      unconfirmed = false;
      if (!read(version)) {
        unconfirmed = true;
      }
    }
  }

  /**
   * Reads the backlog if it can be read now; returns false if the reading must be repeated at once.
   */
  private boolean read(Object version) throws IOException {
    String notNow = source.notNow();
    if (!notNow.isEmpty()) {
      if (restless > PATIENCE) {
        notice("the backlog was not read again: " + notNow);
      }
      return restless > PATIENCE;
    }
    BacklogSource.Taken now = source.take();
    if (!now.version().equals(version) || !source.version().equals(version)) {
      return false;
    }
    boolean changed = !now.reading().equals(last.reading());
    if (changed) {
      listener.read(now.reading()); // again, should it fail
    }
    last = now;
    seen = null;
    restless = 0;
    lastWarning = "";
    if (changed) {
      quiet = 0;
      unconfirmed = true;
    }
    return true;
  }

  private void notice(String what) {
    if (!what.equals(lastWarning)) {
      lastWarning = what;
      listener.unreadable(what);
    }
  }

  /** Receives news of the backlog, on the thread that looks. */
  public interface Listener {
    /** Takes the new reading of a backlog that has changed. */
    void read(BacklogReading reading);

    /** Takes the reason why the backlog could not be read again; called once for each reason. */
    void unreadable(String reason);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
