package dev.roundhouse.core.backlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from bytes that are held as Latin-1, one character each; strictly UTF-8. Stateless. */
final class Utf8Decoder {
  private Utf8Decoder() {}

  /**
   * The text of {@code latin}.
   *
   * @throws CharacterCodingException if it is no UTF-8
   */
  static String of(String latin) throws CharacterCodingException {
    return strictly(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * The text of {@code bytes}.
   *
   * @throws CharacterCodingException if they are no UTF-8
   */
  static String strictly(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** The first line of {@code content} that is no UTF-8, counted from 1. */
  static int badLine(byte[] content) {
    String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!isText(lines[i])) {
        return i + 1;
      }
    }
    return 1;
  }

  private static boolean isText(String latin) {
    try {
      return of(latin) != null;
    } catch (CharacterCodingException broken) {
      return false;
    }
  }
}
