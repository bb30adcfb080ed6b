package dev.roundhouse.core.journal;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes a journal durable for all waiting threads at once: a thread that arrives during a force
 * waits for it, and the first of those that waited forces for all of them.
 *
 * <p>Safe for use by any number of threads; {@code GroupCommitTest} counts the forces.
 */
final class GroupCommit {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile Reached reached = new Reached(null, 0);
  private volatile long forced;
  private int named;

  /** Notes that records exist up to {@code end}, the last of them in {@code last}. */
  synchronized void appended(Segment last, long end, long knownForced) {
    if (end >= reached.end()) {
      reached = new Reached(last, end);
    }
    forced = Math.max(forced, knownForced);
  }

  /** Returns the position before which everything is known to be durable. */
  long forced() {
    return forced;
  }

  private synchronized void done(long end) {
    forced = Math.max(forced, end);
  }

  /**
   * Returns once everything before {@code position} is durable.
   *
   * @throws IOException if that failed; nothing can be added to its file any more
   */
  void force(long position, Segments segments) throws IOException {
    if (forced >= position) {
      return;
    }
    lock.lock();
    try {
      Reached upTo = reached;
      Segment last = upTo.last();
      if (forced < position && last != null) {
        last.file().force(() -> name(last, segments));
        done(upTo.end());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes the name of {@code last} durable; another process may have created the file and not
   * forced its name yet.
   */
  private void name(Segment last, Segments segments) throws IOException {
    if (named != last.number()) {
      segments.forceNames();
      named = last.number();
    }
  }

  /**
   * The extent of the journal.
   *
   * @param last its last file; the others were forced before this one was created
   * @param end the position at which it ends
   */
  private record Reached(@Nullable Segment last, long end) {}
}
