package dev.roundhouse.core.backlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An issue file cut into byte-order mark, front matter and the rest, so that putting the pieces
 * together gives the same bytes. Bytes are held as Latin-1 text, one character each. Immutable.
 *
 * @param mark the byte-order mark, or empty
 * @param open the line that opens the front matter, or empty if there is none
 * @param lines the front matter's lines, with their line ends
 * @param close the line that closes it, or empty
 * @param rest everything behind
 */
record HeadText(String mark, String open, List<String> lines, String close, String rest) {
  private static final String BOM = "\u00EF\u00BB\u00BF";

  HeadText {
    lines = List.copyOf(lines);
  }

  static HeadText of(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    String mark = text.startsWith(BOM) ? BOM : "";
    List<String> all = lines(text.substring(mark.length()));
    if (all.isEmpty() || !all.get(0).stripTrailing().equals("---")) {
      return new HeadText(mark, "", List.of(), "", String.join("", all));
    }
    for (int i = 1; i < all.size(); i++) {
      String line = all.get(i).stripTrailing();
      if (line.equals("---") || line.equals("...")) {
        String rest = String.join("", all.subList(i + 1, all.size()));
        return new HeadText(mark, all.get(0), all.subList(1, i), all.get(i), rest);
      }
    }
    return new HeadText(mark, "", List.of(), "", String.join("", all));
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, next));
      start = next;
    }
    return lines;
  }

  boolean hasFrontMatter() {
    return !open.isEmpty();
  }

  /** What ends a line in this file. */
  String lineEnd() {
    String first = open.isEmpty() ? rest : open;
    int end = first.indexOf('\n');
    return end > 0 && first.charAt(end - 1) == '\r' ? "\r\n" : "\n";
  }

  /** The front matter between its fences. */
  String front() {
    return String.join("", lines);
  }

  /** The same file with another front matter, fenced if it was not. */
  HeadText withFront(String front) {
    String latin = new String(front.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String fence = hasFrontMatter() ? open : "---" + lineEnd();
    return new HeadText(mark, fence, lines(latin), hasFrontMatter() ? close : fence, rest);
  }

  /** The same file without its front matter. */
  HeadText withoutFront() {
    return new HeadText(mark, "", List.of(), "", rest);
  }

  byte[] bytes() {
    return (mark + open + String.join("", lines) + close + rest)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
