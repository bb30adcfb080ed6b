package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.AppendFile;
import java.io.IOException;
import java.util.Optional;

/** Finds the line that ends at a position, reading backwards from there. Stateless. */
final class PrecedingLine {
  private static final int FIRST_WINDOW = 4096;

  private PrecedingLine() {}

  /** Returns the line that ends at {@code position}, or empty if no valid line ends there. */
  static Optional<JournalLine> find(AppendFile file, long position) throws IOException {
    if (position <= 0 || position > file.length()) {
      return Optional.empty();
    }
    long window = Math.min(FIRST_WINDOW, position);
    byte[] bytes = read(file, position, window);
    int start = startOfLast(bytes);
    while (start == 0 && window < position) {
      window = Math.min(2 * window, position);
      bytes = read(file, position, window);
      start = startOfLast(bytes);
    }
    int end = bytes.length - 1;
    return end >= 0 && bytes[end] == '\n'
        ? JournalLine.decode(bytes, start, end)
        : Optional.empty();
  }

  private static byte[] read(AppendFile file, long end, long window) throws IOException {
    return file.read(end - window, window);
  }

  /**
   * Returns the position at which the last line of {@code bytes} begins, or as much of it as they
   * contain.
   */
  private static int startOfLast(byte[] bytes) {
    int start = bytes.length - 1;
    while (start > 0 && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }
}
