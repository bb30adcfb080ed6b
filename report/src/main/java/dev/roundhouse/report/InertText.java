package dev.roundhouse.report;

/**
 * Makes text from anywhere safe to show: nothing in it is obeyed by what shows it, and what was
 * taken away leaves a mark. Pure.
 */
public final class InertText {
  private static final int MARK = 0xFFFD; // the replacement character

  private InertText() {}

  /**
   * Returns {@code text} with every character replaced that is not allowed in XML, that a terminal
   * obeys, or that changes the direction of the text after it. Line ends and tabs stay.
   */
  public static String of(String text) {
    int at = 0;
    while (at < text.length() && isPlain(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder inert = new StringBuilder(text.length()).append(text, 0, at);
    text.substring(at)
        .codePoints()
        .forEach(each -> inert.appendCodePoint(isInert(each) ? each : MARK));
    return inert.toString();
  }

  /** Returns {@code text} in the same way, as one line without blanks at its ends. */
  public static String line(String text) {
    return of(text).replaceAll("[\\s\\x{2028}\\x{2029}]+", " ").strip();
  }

  private static boolean isPlain(char each) {
    return each >= ' ' && each <= '~';
  }

  private static boolean isInert(int each) {
    if (each < ' ') {
      return each == '\n' || each == '\t';
    }
    boolean isControl = each >= 0x7f && each <= 0x9f;
    boolean isSurrogate = each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE;
    boolean isNoCharacter = (each & 0xFFFE) == 0xFFFE || (each >= 0xFDD0 && each <= 0xFDEF);
    return !isControl && !isSurrogate && !isNoCharacter && !isDirection(each);
  }

  private static boolean isDirection(int each) {
    return each == 0x061c
        || each == 0x200e
        || each == 0x200f
        || (each >= 0x202a && each <= 0x202e)
        || (each >= 0x2066 && each <= 0x2069);
  }
}
