package dev.roundhouse.cli.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Prints a log as it grows. A log that was begun anew, because the old one was full, is printed
 * from its beginning. For one thread.
 */
final class LogFollower {
  private static final int MOST_AT_ONCE = 1 << 16;

  private final Path log;
  private final Terminal terminal;
  private long position;

  LogFollower(Path log, Terminal terminal) {
    this.log = log;
    this.terminal = terminal;
  }

  /** Prints what has been added since the last call. */
  void printNew() throws IOException {
    if (!Files.exists(log)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < position) {
        position = 0;
      }
      file.seek(position);
      byte[] bytes = new byte[MOST_AT_ONCE];
      for (int n = file.read(bytes); n > 0; n = file.read(bytes)) {
        position += n;
        String text = new String(Arrays.copyOf(bytes, n), StandardCharsets.UTF_8);
        terminal.out().print(terminal.live() ? terminal.safe(text) : text);
      }
      terminal.out().flush();
    }
  }
}
