package dev.roundhouse.core.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown if a journal contains something that was never written to it; the journal was left
 * unchanged.
 */
public final class JournalDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the place; {@code line} counts from 1. */
  public JournalDamagedException(Path file, long line, String reason) {
    super(
        file
            + ":"
            + line
            + ": the journal is damaged ("
            + reason
            + "); nothing was changed. 'roundhouse doctor' shows what is intact, and 'roundhouse"
            + " doctor --repair' continues from there, keeping a copy of everything; the refs under"
            + " refs/roundhouse/ hold all work");
  }
}
