package dev.roundhouse.core.journal;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes a journal durable for everybody who waits: whoever comes while one forces waits for it, and
 * of those that waited together the first forces for all.
 *
 * <p>Safe for use by any number of threads; {@code GroupCommitTest} counts the forces.
 */
final class GroupCommit {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile Reached reached = new Reached(null, 0);
  private volatile long forced;
  private int named;

  /** Notes that there are records up to {@code end}, the last of them in {@code last}. */
  synchronized void appended(Segment last, long end, long knownForced) {
    if (end >= reached.end()) {
      reached = new Reached(last, end);
    }
    forced = Math.max(forced, knownForced);
  }

  /** How far everything is known to be durable. */
  long forced() {
    return forced;
  }

  private synchronized void done(long end) {
    forced = Math.max(forced, end);
  }

  /**
   * Returns once everything before {@code position} is durable.
   *
   * @throws IOException if it could not be made so; nothing can be added to its file any more
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

  /** A file that somebody else has made may not have a durable name yet. */
  private void name(Segment last, Segments segments) throws IOException {
    if (named != last.number()) {
      segments.forceNames();
      named = last.number();
    }
  }

  /**
   * How far the journal goes.
   *
   * @param last its last file; the others were forced before it was made
   * @param end where it ends
   */
  private record Reached(@Nullable Segment last, long end) {}
}
