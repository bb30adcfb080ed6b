package dev.roundhouse.orchestrator.internal.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads lines of a file that may be of any length and contain any bytes. For one thread. */
final class BoundedLines {
  private final Consumer<String> reader;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  private BoundedLines(Consumer<String> reader) {
    this.reader = reader;
  }

  /**
   * Passes each line that is not empty, without its line end, to {@code reader}; bytes that are not
   * UTF-8 are replaced, and a line longer than {@link AgentStream#LONGEST_LINE} bytes is skipped.
   */
  static void feed(Path file, Consumer<String> reader) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    BoundedLines lines = new BoundedLines(reader);
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
        lines.take(chunk, size);
      }
    }
    lines.end();
  }

  private void take(byte[] chunk, int size) {
    int start = 0;
    for (int each = 0; each < size; each++) {
      if (chunk[each] == '\n') {
        add(chunk, start, each);
        end();
        start = each + 1;
      }
    }
    add(chunk, start, size);
  }

  private void add(byte[] chunk, int start, int end) {
    tooLong |= line.size() + end - start > AgentStream.LONGEST_LINE;
    if (!tooLong) {
      line.write(chunk, start, end - start);
    }
  }

  private void end() {
    if (!tooLong && line.size() > 0) {
      reader.accept(line.toString(StandardCharsets.UTF_8));
    }
    line.reset();
    tooLong = false;
  }
}
