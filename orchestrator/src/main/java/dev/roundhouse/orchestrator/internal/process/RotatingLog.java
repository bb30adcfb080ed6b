package dev.roundhouse.orchestrator.internal.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that bytes are appended to, and the part before it: when the file is full it becomes that
 * part, replacing the earlier one, and a line in the new file says so. For one thread.
 */
final class RotatingLog implements Closeable {
  private final Path file;
  private final long limit;
  private FileChannel channel;
  private long size;
  private long dropped;

  /**
   * Opens {@code file} for appending.
   *
   * @param limit the size limit in bytes of the file, and of the part before it
   * @throws IOException if it cannot be written
   */
  RotatingLog(Path file, long limit) throws IOException {
    if (limit < 1) {
      throw new IllegalArgumentException("a log must hold at least one byte, not " + limit);
    }
    this.file = file;
    this.limit = limit;
    this.channel = open(file);
    this.size = channel.size();
  }

  /** Returns the part before the one in {@code file}. */
  static Path before(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** Returns the existing files of the log, oldest first. */
  static List<Path> parts(Path file) {
    return Stream.of(before(file), file).filter(Files::isRegularFile).toList();
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /** Appends bytes; if it fails, some of them may have been written, and it may be tried again. */
  void write(byte[] bytes, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int room = (int) Math.max(0, Math.min(length - done, limit - size));
      boolean full = room < length - done;
      int part = full ? wholeLines(bytes, from + done, room) : room;
      append(ByteBuffer.wrap(bytes, from + done, part));
      done += part;
      if (full) {
        rotate();
      }
    }
  }

  /** Returns the length of the complete lines; that of all bytes if there is no line end. */
  private static int wholeLines(byte[] bytes, int from, int length) {
    for (int i = length; i > 0; i--) {
      if (bytes[from + i - 1] == '\n') {
        return i;
      }
    }
    return length;
  }

  private void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      size += channel.write(bytes);
    }
  }

  private void rotate() throws IOException {
    Path before = before(file);
    dropped += Files.exists(before) ? Files.size(before) : 0;
    Files.move(file, before, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    FileChannel full = channel;
    channel = open(file);
    size = 0;
    full.close();
    if (dropped > 0) {
      noteDropped();
    }
  }

  private void noteDropped() throws IOException {
    String note = "[roundhouse: the first " + dropped + " bytes of this output were dropped]\n";
    if (note.length() < limit) {
      append(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
