package dev.roundhouse.orchestrator.internal.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells how much can still be written to the disk a path is on. Safe for use by any thread. */
@FunctionalInterface
public interface FreeSpace {
  /**
   * Returns the bytes that can be written where {@code place} is.
   *
   * @throws IOException if that cannot be found out
   */
  long at(Path place) throws IOException;

  /** Returns the one that asks the file store of the path. */
  static FreeSpace ofFileStore() {
    return place -> Files.getFileStore(place).getUsableSpace();
  }
}
