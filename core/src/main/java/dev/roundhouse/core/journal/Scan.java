package dev.roundhouse.core.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of a stretch of a journal file, and tells a torn tail, which a crash may leave,
 * from damage, which it cannot.
 */
final class Scan {
  private final List<byte[]> payloads = new ArrayList<>();
  private final Path file;
  private final byte[] bytes;
  private final long offset;
  private long sequence;
  private int good;
  private long forced;

  /**
   * Scans {@code bytes}, which stand at {@code offset} in {@code file}.
   *
   * @param sequence the number the first line must have
   */
  Scan(Path file, byte[] bytes, long offset, long sequence) throws JournalDamagedException {
    this.file = file;
    this.bytes = bytes;
    this.offset = offset;
    this.sequence = sequence;
    scan();
  }

  private void scan() throws JournalDamagedException {
    for (int end = lineEnd(good); end >= 0; end = lineEnd(good)) {
      Optional<Line> line = Line.decode(bytes, good, end);
      if (line.isEmpty() || line.get().sequence() != sequence) {
        break;
      }
      payloads.add(line.get().payload());
      forced = Math.max(forced, line.get().forced());
      sequence++;
      good = end + 1;
    }
    if (offset + good < Math.max(forced, forcedBehind())) {
      throw new JournalDamagedException(
          file, sequence, "what was durable here no longer checks out");
    }
  }

  /** The highest durable position that any later line that checks out speaks of. */
  private long forcedBehind() {
    long highest = 0;
    int start = good;
    for (int end = lineEnd(start); end >= 0; end = lineEnd(start)) {
      highest = Math.max(highest, Line.decode(bytes, start, end).map(Line::forced).orElse(0L));
      start = end + 1;
    }
    return highest;
  }

  private int lineEnd(int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  List<byte[]> payloads() {
    return payloads;
  }

  /** The position behind the last good line. */
  long end() {
    return offset + good;
  }

  /** The number the next line will have. */
  long nextSequence() {
    return sequence;
  }

  /** What stands behind the last good line; a torn tail. */
  byte[] tail() {
    return Arrays.copyOfRange(bytes, good, bytes.length);
  }
}
