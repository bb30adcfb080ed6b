package dev.roundhouse.core.backlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes strict UTF-8 from bytes, also from bytes that are held as Latin-1 text, one character
 * each. Stateless.
 */
final class Utf8Decoder {
  private Utf8Decoder() {}

  /**
   * Returns the text of {@code latin}.
   *
   * @throws CharacterCodingException if it is not UTF-8
   */
  static String of(String latin) throws CharacterCodingException {
    return strictly(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns the text of {@code bytes}.
   *
   * @throws CharacterCodingException if they are not UTF-8
   */
  static String strictly(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Returns the first line of {@code content} that is not UTF-8, counted from 1. */
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
