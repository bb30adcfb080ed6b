package dev.roundhouse.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * Measures and fits text by the columns it takes on a terminal, where the codes of colours take
 * none. Pure.
 */
final class DisplayText {
  private static final String MORE = "…";
  private static final char ESCAPE = '\u001b';
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern COLUMN = Pattern.compile("(?<=\\s\\s)\\S");

  private DisplayText() {}

  /** Returns the number of columns that {@code text}, a single line, takes. */
  static int width(String text) {
    if (isNarrow(text)) {
      return text.length();
    }
    String shown = text.indexOf(ESCAPE) < 0 ? text : COLOUR.matcher(text).replaceAll("");
    return isNarrow(shown)
        ? shown.length()
        : shown.codePoints().map(each -> Math.max(0, WCWidth.wcwidth(each))).sum();
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
    return wrap(text, columns, 0);
  }

  /** Wraps a line whose parts stand in columns: what goes on does so below the last of them. */
  static List<String> fold(String text, int columns) {
    if (width(text) <= columns) {
      return List.of(text);
    }
    Matcher column = COLUMN.matcher(COLOUR.matcher(text).replaceAll(""));
    int indent = 0;
    while (column.find() && column.start() <= columns * 3L / 5) {
      indent = column.start();
    }
    return wrap(text, columns, indent);
  }

  private static List<String> wrap(String text, int columns, int indent) {
    List<String> lines = new ArrayList<>();
    String before = "";
    String rest = text.stripTrailing();
    int room = columns;
    while (room > 1 && width(rest) > room) {
      int end = fitting(rest, room);
      int space = end < rest.length() ? rest.lastIndexOf(' ', end) : -1;
      int at = space > 0 && !rest.substring(0, space).isBlank() ? space : end;
      lines.add(before + rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).stripLeading();
      before = " ".repeat(indent);
      room = columns - indent;
    }
    lines.add(before + rest);
    return lines;
  }

  /** Returns the number of chars, at least one letter's, that fit into {@code columns}. */
  private static int fitting(String text, int columns) {
    int room = columns;
    int at = 0;
    while (at < text.length()) {
      int next = text.offsetByCodePoints(at, 1);
      if (text.charAt(at) == ESCAPE) {
        int end = text.indexOf('m', at);
        at = end < 0 ? next : end + 1;
        continue;
      }
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
