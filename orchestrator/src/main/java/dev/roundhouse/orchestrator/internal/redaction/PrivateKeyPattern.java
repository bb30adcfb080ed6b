package dev.roundhouse.orchestrator.internal.redaction;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in the textual encoding of RFC 7468: from its first line to its last, or up to the
 * maximum length of such a key if the last is missing. Immutable.
 */
final class PrivateKeyPattern implements SecretPattern {
  private static final int LONGEST = 16_384;
  private static final int LONGEST_LINE = 100;
  private static final Pattern BEGIN =
      Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----");
  private static final Pattern END = Pattern.compile("-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----");

  @Override
  public byte first() {
    return '-';
  }

  @Override
  public int end(byte[] bytes, int at, int size, boolean last) {
    if (at + 1 < size && bytes[at + 1] != '-') {
      return NONE;
    }
    String line = text(bytes, at, Math.min(size, at + LONGEST_LINE));
    Matcher begin = BEGIN.matcher(line);
    if (!begin.lookingAt()) {
      return begin.hitEnd() && line.length() < LONGEST_LINE && !last ? MORE : NONE;
    }
    int limit = Math.min(size, at + LONGEST);
    Matcher end = END.matcher(text(bytes, at, limit));
    if (end.find()) {
      return at + end.end();
    }
    return last || limit < size ? limit : MORE;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
