package dev.roundhouse.cli.output;

import java.util.ArrayList;
import java.util.List;
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

  /**
   * Returns {@code text}, a single line, broken at spaces into lines of at most {@code columns}; a
   * word that is longer is broken where the line ends. There is at least one line.
   */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = text.stripTrailing();
    while (columns > 1 && width(rest) > columns) {
      int end = fitting(rest, columns);
      int space = end < rest.length() ? rest.lastIndexOf(' ', end) : -1;
      int at = space > 0 && !rest.substring(0, space).isBlank() ? space : end;
      lines.add(rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** Returns the number of chars, at least one letter's, that fit into {@code columns}. */
  private static int fitting(String text, int columns) {
    int room = columns;
    int at = 0;
    while (at < text.length()) {
      int next = text.offsetByCodePoints(at, 1);
      room -= width(text.substring(at, next));
      if (room < 0 && at > 0) {
        break;
      }
      at = next;
    }
    return at;
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
