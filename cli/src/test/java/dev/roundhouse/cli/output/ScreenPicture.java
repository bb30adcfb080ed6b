package dev.roundhouse.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.ScreenTerminal;

/** Draws the cells of a screen as an SVG image. Pure. */
final class ScreenPicture {
  private static final double LETTER = 8.4; // pixels
  private static final int LINE = 18;
  private static final int MARGIN = 14;
  private static final int PLAIN = 0xd6d6d6;

  private final long[] cells;
  private final int columns;

  /** Creates a picture of rows of {@code columns} cells each. */
  ScreenPicture(long[] cells, int columns) {
    this.cells = cells.clone();
    this.columns = columns;
  }

  /** Returns the text of each row, without blanks at its end. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int from = 0; from < cells.length; from += columns) {
      StringBuilder row = new StringBuilder();
      for (int at = from; at < from + columns; at++) {
        row.appendCodePoint(letter(cells[at]));
      }
      rows.add(row.toString().stripTrailing());
    }
    return rows;
  }

  private static int letter(long cell) {
    int letter = ScreenTerminal.cellCodePoint(cell);
    return letter == 0 ? ' ' : letter;
  }

  /** Returns the image. */
  String svg() {
    int count = cells.length / columns;
    long width = Math.round(columns * LETTER) + 2 * MARGIN;
    int height = count * LINE + 2 * MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"ui-monospace, Menlo, Consolas, monospace\" font-size=\"14\">%n"
                + "<title>The live view of a run</title>%n"
                + "<rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"#1c1f26\"/>%n",
            width,
            height,
            width));
    for (int row = 0; row < count; row++) {
      row(svg, row);
    }
    return svg.append("</svg>\n").toString();
  }

  private void row(StringBuilder svg, int row) {
    int end = (row + 1) * columns;
    int at = row * columns;
    while (at < end) {
      int from = at;
      String style = style(cells[from]);
      StringBuilder text = new StringBuilder();
      for (; at < end && style(cells[at]).equals(style); at++) {
        text.appendCodePoint(letter(cells[at]));
      }
      if (!text.toString().isBlank()) {
        part(svg, from, style, text.toString());
      }
    }
  }

  private void part(StringBuilder svg, int from, String style, String text) {
    String shown = text.stripTrailing();
    int blanks = shown.length() - shown.stripLeading().length();
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" xml:space=\"preserve\"%s>%s</text>%n",
            MARGIN + (from % columns + blanks) * LETTER,
            MARGIN + (from / columns) * LINE + LINE - 5,
            DisplayText.width(shown.stripLeading()) * LETTER,
            style,
            escaped(shown.stripLeading())));
  }

  private static String style(long cell) {
    int colour =
        ScreenTerminal.cellHasForeground(cell)
            ? readable(ScreenTerminal.cellColorRgb(ScreenTerminal.cellForeground(cell)))
            : PLAIN;
    String fill = String.format(Locale.ROOT, " fill=\"#%06x\"", colour & 0xffffff);
    return fill + (ScreenTerminal.cellDim(cell) ? " opacity=\"0.6\"" : "");
  }

  /** Returns a colour that is as bright as terminals show it on a dark ground. */
  private static int readable(int colour) {
    int bright = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int part = (colour >> shift) & 0xff;
      bright |= (part + (0xff - part) * 2 / 5) << shift;
    }
    return bright;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
