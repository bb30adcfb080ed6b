package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps what a crash left half written, before it is cut off.
 *
 * @param directory where it is kept
 * @param disk on which disk
 */
record TornTail(Path directory, Disk disk) {
  /** Keeps {@code tail}, which stood at {@code position}; durable when it returns. */
  Path keep(long position, byte[] tail) throws IOException {
    Path aside = unused(position);
    new AtomicFile(aside, disk).replace(tail);
    return aside;
  }

  /** Never the name of what was kept before: a second crash may leave its tail at one place. */
  private Path unused(long position) {
    Path aside = directory.resolve("torn-" + position + ".bytes");
    for (int i = 2; Files.exists(aside); i++) {
      aside = directory.resolve("torn-" + position + "-" + i + ".bytes");
    }
    return aside;
  }
}
