package dev.roundhouse.core.journal;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One record as a line: {@code crc32c sequence forced payload}. The checksum covers everything
 * after it; {@code forced} is the highest position known durable when the line was written.
 */
record JournalLine(long sequence, long forced, byte[] payload) {
  private static final Pattern HEAD = Pattern.compile("([0-9a-f]{8}) ([0-9]{1,18}) ([0-9]{1,18}) ");
  private static final int LONGEST_HEAD = 48;

  /** Returns the line with its line feed. */
  byte[] encode() {
    byte[] head = (sequence + " " + forced + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] body = ByteBuffer.allocate(head.length + payload.length).put(head).put(payload).array();
    byte[] sum = (checksum(body, 0, body.length) + " ").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(sum.length + body.length + 1)
        .put(sum)
        .put(body)
        .put((byte) '\n')
        .array();
  }

  /**
   * Decodes the line in {@code bytes} from {@code from} to before {@code to}; empty if it does not
   * check out.
   */
  static Optional<JournalLine> decode(byte[] bytes, int from, int to) {
    int headEnd = Math.min(to, from + LONGEST_HEAD);
    Matcher head =
        HEAD.matcher(new String(bytes, from, headEnd - from, StandardCharsets.ISO_8859_1));
    if (!head.lookingAt() || !head.group(1).equals(checksum(bytes, from + head.end(1) + 1, to))) {
      return Optional.empty();
    }
    byte[] payload = Arrays.copyOfRange(bytes, from + head.end(), to);
    return Optional.of(
        new JournalLine(Long.parseLong(head.group(2)), Long.parseLong(head.group(3)), payload));
  }

  /**
   * Tells whether {@code bytes} are the beginning, however short, of a first line whose payload
   * begins with {@code payload}; zeros, which a crash may leave, count as not written yet.
   */
  static boolean mayBegin(byte[] bytes, String payload) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int written = text.indexOf('\0') < 0 ? text.length() : text.indexOf('\0');
    String shape = "xxxxxxxx 1 0 " + payload;
    for (int i = 0; i < Math.min(written, shape.length()); i++) {
      char is = text.charAt(i);
      if (i < 8 ? Character.digit(is, 16) < 0 : is != shape.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a text that distinguishes this line from any other: its checksum and its number. */
  String seal() {
    return new String(encode(), 0, 8, StandardCharsets.US_ASCII) + " " + sequence;
  }

  private static String checksum(byte[] bytes, int from, int to) {
    int sum = Hashing.crc32c().hashBytes(bytes, from, to - from).asInt();
    return HexFormat.of().toHexDigits(sum);
  }
}
