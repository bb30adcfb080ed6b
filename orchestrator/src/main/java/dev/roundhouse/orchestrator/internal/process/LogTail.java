package dev.roundhouse.orchestrator.internal.process;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** Reads the end of a process's output, made safe to show. */
public final class LogTail {
  private static final int LIMIT = 4_000;
  private static final int MOST_OF_LINES = 16_000;

  private LogTail() {}

  /**
   * Returns at most the last 4,000 bytes of {@code log} and of the older part beside it, without
   * terminal escapes and control characters; empty if there is no such file.
   *
   * @throws IOException if the file cannot be read
   */
  public static String of(Path log) throws IOException {
    byte[] end = end(log, LIMIT);
    byte[] before = end(RotatingLog.before(log), LIMIT - end.length);
    return clean(text(Bytes.concat(before, end)));
  }

  /**
   * Returns the last lines of {@code log} as they were printed, at most 16,000 bytes of them; empty
   * if there is no such file.
   *
   * @throws IOException if the file cannot be read
   */
  public static String lines(Path log) throws IOException {
    byte[] end = end(log, MOST_OF_LINES);
    String text = new String(end, StandardCharsets.UTF_8);
    return end.length < MOST_OF_LINES ? text : text.substring(text.indexOf('\n') + 1);
  }

  /**
   * Returns the last line of {@code text} that is not blank, as a terminal would show it: of a line
   * that was overwritten, the last version. Empty if there is none.
   */
  public static String lastLine(String text) {
    String[] lines = text.split("[\\r\\n]+", -1);
    for (int at = lines.length - 1; at >= 0; at--) {
      String line = clean(lines[at]).strip();
      if (!line.isEmpty()) {
        return line;
      }
    }
    return "";
  }

  /** Returns the bytes as text, without the end of a character that begins before them. */
  private static String text(byte[] bytes) {
    int from = 0;
    while (bytes.length == LIMIT && from < 3 && (bytes[from] & 0xc0) == 0x80) {
      from++;
    }
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  /** Returns the existing files with the output to {@code log}, oldest first. */
  public static List<Path> parts(Path log) {
    return RotatingLog.parts(log);
  }

  private static byte[] end(Path log, int limit) throws IOException {
    if (!Files.isRegularFile(log)) {
      return new byte[0];
    }
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer tail = ByteBuffer.allocate((int) Math.min(limit, size));
      channel.position(size - tail.capacity());
      int read = 0;
      while (tail.hasRemaining() && read >= 0) {
        read = channel.read(tail);
      }
      return Arrays.copyOf(tail.array(), tail.position());
    }
  }

  /**
   * Returns {@code text} without terminal escapes and without control characters except line ends
   * and tabs.
   */
  public static String clean(String text) {
    return text.replaceAll("\\x1b\\[[0-9;?]*[ -/]*[@-~]", "")
        .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
  }
}
