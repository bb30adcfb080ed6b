package dev.roundhouse.orchestrator.internal.redaction;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * A secret that is known by its prefix, and made of one kind of characters. Immutable.
 *
 * @see <a href="https://docs.github.com/en/code-security/secret-scanning">the tokens other scanners
 *     look for</a>
 */
final class TokenPattern implements SecretPattern {
  private static final String WORD =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String URL = WORD + "-_";

  private final byte[] prefix;
  private final BitSet body = new BitSet(256);
  private final int atLeast;
  private final boolean atWordStart;

  private TokenPattern(String prefix, String body, int atLeast, boolean atWordStart) {
    this.prefix = prefix.getBytes(StandardCharsets.US_ASCII);
    body.chars().forEach(this.body::set);
    this.atLeast = atLeast;
    this.atWordStart = atWordStart;
  }

  private static TokenPattern of(String prefix, String body, int atLeast) {
    return new TokenPattern(prefix, body, atLeast, false);
  }

  /** Returns the well-known patterns. */
  static List<SecretPattern> wellKnown() {
    return List.of(
        new TokenPattern("sk-", URL, 16, true),
        of("sk-ant-", URL, 8),
        of("ghp_", WORD, 16),
        of("gho_", WORD, 16),
        of("ghu_", WORD, 16),
        of("ghs_", WORD, 16),
        of("ghr_", WORD, 16),
        of("github_pat_", URL, 16),
        of("glpat-", URL, 16),
        of("AKIA", WORD.substring(0, 26) + "0123456789", 16),
        of("ASIA", WORD.substring(0, 26) + "0123456789", 16),
        of("AIza", URL, 30),
        of("xoxa-", WORD + "-", 10),
        of("xoxb-", WORD + "-", 10),
        of("xoxp-", WORD + "-", 10),
        of("xoxr-", WORD + "-", 10),
        of("xoxs-", WORD + "-", 10),
        of("Bearer ", URL + ".~+/=", 16),
        of("bearer ", URL + ".~+/=", 16),
        of("eyJhbGciOi", URL + ".", 20), // {"alg":
        of("eyJ0eXAiOi", URL + ".", 20), // {"typ":
        of("eyJraWQiOi", URL + ".", 20), // {"kid":
        of("eyJlbmMiOi", URL + ".", 20), // {"enc":
        of("eyJjdHkiOi", URL + ".", 20), // {"cty":
        of("eyJ4NXQ", URL + ".", 20)); // {"x5t
  }

  @Override
  public byte first() {
    return prefix[0];
  }

  @Override
  public int end(byte[] bytes, int at, int size, boolean last) {
    int end = Math.min(size, at + prefix.length + atLeast);
    for (int i = at; i < end; i++) {
      int offset = i - at;
      boolean fits =
          offset < prefix.length
              ? bytes[i] == prefix[offset]
              : body.get(Byte.toUnsignedInt(bytes[i]));
      if (!fits) {
        return NONE;
      }
    }
    if (atWordStart && isInsideWord(bytes[at - 1])) {
      return NONE;
    }
    if (end - at == prefix.length + atLeast) {
      return end;
    }
    return last ? NONE : MORE;
  }

  /**
   * Tells whether the secret would begin inside a word; an {@code m} may be the end of a colour.
   */
  private static boolean isInsideWord(byte before) {
    return before != 'm' && WORD.indexOf(before) >= 0;
  }

  @Override
  public boolean goesOnWith(byte next) {
    return body.get(Byte.toUnsignedInt(next));
  }
}
