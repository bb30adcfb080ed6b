package dev.roundhouse.core.journal;

import java.io.IOException;

/**
 * Thrown if a record that a reader wants has been forgotten; the state it led to is kept beside the
 * journal.
 */
public final class PositionGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  PositionGoneException(long wanted, long first) {
    super(
        "the journal begins at "
            + first
            + " now; the record at "
            + wanted
            + " was removed by a compaction");
  }
}
