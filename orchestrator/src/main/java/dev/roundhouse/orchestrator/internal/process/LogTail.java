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
