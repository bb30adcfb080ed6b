package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a copy of what a crash left half written, before it is cut off.
 *
 * @param directory the directory for the copies
 * @param disk the disk of that directory
 */
record TornTail(Path directory, Disk disk) {
  /** Keeps a copy of {@code tail}, which was at {@code position}; durable when this returns. */
  Path keep(long position, byte[] tail) throws IOException {
    Path aside = unused(position);
    new AtomicFile(aside, disk).replace(tail);
    return aside;
  }

  /**
   * Returns a file name that is not in use: a second crash may leave a tail at the same position.
   */
  private Path unused(long position) {
    Path aside = directory.resolve("torn-" + position + ".bytes");
    for (int i = 2; Files.exists(aside); i++) {
      aside = directory.resolve("torn-" + position + "-" + i + ".bytes");
    }
    return aside;
  }
}
