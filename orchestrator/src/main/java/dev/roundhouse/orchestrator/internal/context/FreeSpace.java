package dev.roundhouse.orchestrator.internal.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures how much can still be written to the disk that holds a path. Safe for use by any thread.
 */
@FunctionalInterface
public interface FreeSpace {
  /**
   * Returns the number of bytes that can be written to the disk that holds {@code place}.
   *
   * @throws IOException if that cannot be determined
   */
  long at(Path place) throws IOException;

  /** Returns a measure that asks the file store of the path. */
  static FreeSpace ofFileStore() {
    return place -> Files.getFileStore(place).getUsableSpace();
  }
}
