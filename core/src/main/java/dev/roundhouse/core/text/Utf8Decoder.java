package dev.roundhouse.core.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes strict UTF-8 from bytes, also from bytes that are held as Latin-1 text, one character
 * each. Stateless.
 */
public final class Utf8Decoder {
  private Utf8Decoder() {}

  /**
   * Returns the text of {@code latin}.
   *
   * @throws CharacterCodingException if it is not UTF-8
   */
  public static String of(String latin) throws CharacterCodingException {
    return strictly(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns the text of {@code bytes}.
   *
   * @throws CharacterCodingException if they are not UTF-8
   */
  public static String strictly(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Returns the first line of {@code content} that is not UTF-8, counted from 1. */
  public static int badLine(byte[] content) {
    String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!isText(lines[i])) {
        return i + 1;
      }
    }
    return 1;
  }

  /** Returns advice on a file with {@code content}, which is not UTF-8. */
  public static String hint(byte[] content) {
    boolean isWide = isWide(content);
    return "it looks like "
        + (isWide ? "UTF-16" : "Latin-1 or Windows-1252")
        + "; save the file as UTF-8, for example with 'iconv -f "
        + (isWide ? "UTF-16" : "WINDOWS-1252")
        + " -t UTF-8'";
  }

  /** Tells whether {@code content} looks like UTF-16, which may pass as UTF-8 with NULs. */
  public static boolean isWide(byte[] content) {
    if (content.length < 2) {
      return false;
    }
    boolean isBigEndian = content[0] == (byte) 0xfe && content[1] == (byte) 0xff;
    boolean isLittleEndian = content[0] == (byte) 0xff && content[1] == (byte) 0xfe;
    return isBigEndian || isLittleEndian || content[0] == 0 || content[1] == 0;
  }

  private static boolean isText(String latin) {
    try {
      return of(latin) != null;
    } catch (CharacterCodingException broken) {
      return false;
    }
  }
}
