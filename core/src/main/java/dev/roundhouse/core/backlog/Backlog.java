package dev.roundhouse.core.backlog;

import java.io.IOException;

/** A source of issues. An implementation must be safe for use by any number of threads. */
@FunctionalInterface
public interface Backlog {
  /**
   * Reads every issue in its current state, together with the findings. Nothing is dropped
   * silently: a file that cannot be read as an issue is a finding.
   *
   * @throws IOException if the source as a whole cannot be read
   */
  BacklogReading read() throws IOException;

  /**
   * Returns a mark that equals the previous one as long as the source has not changed. It is asked
   * for often, so an implementation that is cheaper than reading is worthwhile. A change that the
   * mark misses is not lost: the issues themselves are compared as well, some time after each
   * change.
   *
   * @throws IOException if the source as a whole cannot be looked at
   */
  default Object mark() throws IOException {
    return read();
  }
}
