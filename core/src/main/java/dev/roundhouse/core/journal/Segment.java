package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.AppendFile;
import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of a journal, with the records from {@code base} to the beginning of the next file. Only
 * the last one grows.
 *
 * @param directory the directory of all files
 * @param number 1 for the first
 * @param base the position at which it begins
 * @param file the open file
 */
record Segment(Path directory, int number, long base, AppendFile file) implements Closeable {
  private static final int HEAD = 4096;
  private static final String LEGACY = "{\"v\":1,";

  static Path path(Path directory, int number) {
    return directory.resolve(String.format(Locale.ROOT, "%08d.jsonl", number));
  }

  /** Creates a file that begins at {@code base} with its header; durable when this returns. */
  static void create(Path directory, int number, long base, long sequence, String after, Disk disk)
      throws IOException {
    byte[] header = SegmentHeader.of(number, base, after).encode();
    byte[] line = new JournalLine(sequence, base, header).encode();
    new AtomicFile(path(directory, number), disk).replace(line);
  }

  /**
   * Opens an existing file.
   *
   * @throws java.io.FileNotFoundException if it does not exist
   * @throws JournalDamagedException if it is not a file of this journal
   * @throws IOException if it cannot be read, or a newer version wrote it
   */
  static Segment open(Path directory, int number, Disk disk) throws IOException {
    Path path = path(directory, number);
    AppendFile file = new AppendFile(path, disk);
    try {
      return new Segment(directory, number, base(file, number), file);
    } catch (IOException broken) {
      file.close();
      throw broken;
    }
  }

  private static long base(AppendFile file, int number) throws IOException {
    byte[] head = file.read(0, HEAD);
    Optional<SegmentHeader> header = Optional.empty();
    Optional<JournalLine> first = firstLine(head);
    if (first.isPresent()) {
      header = SegmentHeader.decode(first.get().payload(), file.path());
    }
    if (header.isPresent() && header.get().segment() == number) {
      return header.get().base();
    }
    if (number == 1 && header.isEmpty() && JournalLine.mayBegin(head, LEGACY)) {
      return 0;
    }
    throw new JournalDamagedException(
        file.path(), 1, "this is not where file " + number + " of a Roundhouse journal begins");
  }

  private static Optional<JournalLine> firstLine(byte[] head) {
    for (int end = 0; end < head.length; end++) {
      if (head[end] == '\n') {
        return JournalLine.decode(head, 0, end);
      }
    }
    return Optional.empty();
  }

  /** Tells whether another file follows; if so, this one never changes again. */
  boolean hasNext() {
    return Files.exists(path(directory, number + 1));
  }

  /** Tells whether the file still exists under its name; one that was forgotten does not. */
  boolean exists() {
    return Files.exists(path(directory, number));
  }

  /** Returns the position at which the file currently ends. */
  long end() throws IOException {
    return base + file.length();
  }

  /** Tells whether this is the last file and ends at {@code position}. */
  boolean isLastAndEndsAt(long position) throws IOException {
    return end() == position && !hasNext() && exists();
  }

  /** Returns the number of the line that begins at {@code position}, where another one ends. */
  long sequenceBehind(long position) throws IOException {
    return requireLineBefore(position).sequence() + 1;
  }

  JournalLine requireLineBefore(long position) throws IOException {
    Optional<JournalLine> before = lineBefore(position);
    if (before.isEmpty()) {
      throw new IOException("no record ends at " + position + " in " + file.path());
    }
    return before.get();
  }

  /** Returns the line that ends at {@code position}, if there is one. */
  Optional<JournalLine> lineBefore(long position) throws IOException {
    return PrecedingLine.find(file, position - base);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
