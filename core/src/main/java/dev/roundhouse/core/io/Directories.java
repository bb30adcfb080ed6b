package dev.roundhouse.core.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes what happened in a directory durable. Stateless; safe for use by any number of threads. */
public final class Directories {
  private Directories() {}

  /**
   * Makes the names in {@code directory} durable.
   *
   * @throws IOException if it could not
   */
  public static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Makes {@code directory} and those above it where they are missing; durable when it returns.
   *
   * @throws IOException if it could not
   */
  public static Path create(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      if (parent != null) {
        create(parent);
      }
      Files.createDirectories(directory);
      if (parent != null) {
        force(parent);
      }
    }
    return directory;
  }
}
