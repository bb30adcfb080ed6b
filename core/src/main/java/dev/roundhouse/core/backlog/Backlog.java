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
}
