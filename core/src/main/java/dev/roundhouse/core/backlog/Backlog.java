package dev.roundhouse.core.backlog;

import java.io.IOException;

/** A source of issues. An implementation must be safe for use by any number of threads. */
@FunctionalInterface
public interface Backlog {
  /**
   * Reads every issue as it stands now, and what is wrong with any of them. Nothing is dropped
   * silently: what cannot be read as an issue is a finding.
   *
   * @throws IOException if the source as a whole cannot be read
   */
  BacklogReading read() throws IOException;

  /**
   * Something that equals what it was before as long as the source has not changed; asked for
   * often, so that one which is cheaper than reading is worth having. A change it misses is not
   * lost: what was read is compared as well, some time after each change.
   *
   * @throws IOException if the source as a whole cannot be looked at
   */
  default Object mark() throws IOException {
    return read();
  }
}
