package dev.roundhouse.core.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A journal holds something it cannot have been given; it was left as it is. */
public final class JournalDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the place: {@code line} counts from 1. */
  public JournalDamagedException(Path file, long line, String reason) {
    super(
        file
            + ":"
            + line
            + ": the journal is damaged ("
            + reason
            + "); nothing was changed. Bring the file back from a copy, or keep a copy of it and cut"
            + " it off before this line to go on from there: the refs under refs/roundhouse/ still"
            + " hold every piece of work");
  }
}
