package dev.roundhouse.cli.output;

import org.jline.utils.WCWidth;

/** Measures and fits text by the columns it takes on a terminal. Pure. */
final class DisplayText {
  private static final String MORE = "…";

  private DisplayText() {}

  /** Returns the number of columns that {@code text}, a single line, takes. */
  static int width(String text) {
    return isNarrow(text)
        ? text.length()
        : text.codePoints().map(each -> Math.max(0, WCWidth.wcwidth(each))).sum();
  }

  /** Returns {@code text}, cut to at most {@code columns} with a mark where it was cut. */
  static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int room = columns - MORE.length();
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      String letter = Character.toString(text.codePointAt(at));
      room -= width(letter);
      if (room < 0) {
        break;
      }
      kept.append(letter);
    }
    return columns < MORE.length() ? "" : kept.toString().stripTrailing() + MORE;
  }

  /** Returns {@code text} with as many spaces after it as make it {@code columns} wide. */
  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  private static boolean isNarrow(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < ' ' || text.charAt(at) > '~') {
        return false;
      }
    }
    return true;
  }
}
