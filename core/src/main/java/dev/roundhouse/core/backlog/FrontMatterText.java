package dev.roundhouse.core.backlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An issue file cut into byte-order mark, front matter and the rest, so that joining the pieces
 * gives the same bytes. Bytes are held as Latin-1 text, one character each. Immutable.
 *
 * @param mark the byte-order mark, or empty
 * @param open the line that opens the front matter, or empty if there is none
 * @param lines the front matter's lines, with their line ends
 * @param close the line that closes it, or empty
 * @param rest everything after it
 */
record FrontMatterText(String mark, String open, List<String> lines, String close, String rest) {
  private static final String BOM = "\u00EF\u00BB\u00BF";

  FrontMatterText {
    lines = List.copyOf(lines);
  }

  static FrontMatterText of(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int start = text.startsWith(BOM) ? BOM.length() : 0;
    int behindOpen = next(text, start);
    if (text.substring(start, behindOpen).stripTrailing().equals("---")) {
      for (int at = behindOpen; at < text.length(); at = next(text, at)) {
        if (isClose(text, at)) {
          return new FrontMatterText(
              text.substring(0, start),
              text.substring(start, behindOpen),
              lines(text.substring(behindOpen, at)),
              text.substring(at, next(text, at)),
              text.substring(next(text, at)));
        }
      }
    }
    return new FrontMatterText(text.substring(0, start), "", List.of(), "", text.substring(start));
  }

  private static boolean isClose(String text, int at) {
    if (!text.startsWith("---", at) && !text.startsWith("...", at)) {
      return false;
    }
    return text.substring(at + 3, next(text, at)).isBlank();
  }

  /** Returns the position at which the line after the one at {@code at} begins. */
  private static int next(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); at = next(text, at)) {
      lines.add(text.substring(at, next(text, at)));
    }
    return lines;
  }

  /** Returns the number of bytes before the rest. */
  int length() {
    return mark.length() + open.length() + front().length() + close.length();
  }

  boolean hasFrontMatter() {
    return !open.isEmpty();
  }

  /** Returns the line end that this file uses. */
  String lineEnd() {
    String first = open.isEmpty() ? rest : open;
    int end = first.indexOf('\n');
    return end > 0 && first.charAt(end - 1) == '\r' ? "\r\n" : "\n";
  }

  /** Returns the front matter between its fences. */
  String front() {
    return String.join("", lines);
  }

  /** Returns this file with another front matter, fenced if it was not. */
  FrontMatterText withFront(String front) {
    String latin = new String(front.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String fence = hasFrontMatter() ? open : "---" + lineEnd();
    return new FrontMatterText(mark, fence, lines(latin), hasFrontMatter() ? close : fence, rest);
  }

  /** Returns this file without its front matter. */
  FrontMatterText withoutFront() {
    return new FrontMatterText(mark, "", List.of(), "", rest);
  }

  byte[] bytes() {
    return (mark + open + String.join("", lines) + close + rest)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
