package dev.roundhouse.orchestrator.agent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads lines of a file that may be of any length and hold any bytes. */
final class BoundedLines {
  private BoundedLines() {}

  /**
   * Gives each line, without its end, to {@code reader}; bytes that are no UTF-8 are replaced, and
   * a line longer than {@link AgentStream#LONGEST_LINE} bytes is passed over.
   */
  static void feed(Path file, Consumer<String> reader) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      boolean more = true;
      while (more) {
        more = line(in, reader);
      }
    }
  }

  private static boolean line(InputStream in, Consumer<String> reader) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    int next = in.read();
    while (next >= 0 && next != '\n') {
      tooLong |= line.size() >= AgentStream.LONGEST_LINE;
      if (!tooLong) {
        line.write(next);
      }
      next = in.read();
    }
    if (!tooLong && line.size() > 0) {
      reader.accept(line.toString(StandardCharsets.UTF_8));
    }
    return next >= 0;
  }
}
