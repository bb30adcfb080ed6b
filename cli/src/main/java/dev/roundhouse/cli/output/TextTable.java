package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table in aligned columns, as wide as its content; on a screen, no wider than that. If it must
 * be narrower, the last column is cut, and then columns that were declared to give way. Without a
 * screen, nothing is cut. A column that wraps is broken into lines and never cut. Not safe for use
 * by several threads.
 */
public final class TextTable {
  private static final String GAP = "  ";
  private static final int LEAST = 12; // columns that every cell of text keeps

  private static final Cell BLANK = Cell.of("");

  private final Terminal terminal;
  private final TextColor color;
  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** Creates a table for {@code terminal}; a column without any heading text has none. */
  public TextTable(Terminal terminal, Column... columns) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
    this.columns = List.of(columns);
  }

  /**
   * Adds a row, with one cell for each column.
   *
   * @throws IllegalArgumentException if there are more or fewer cells than columns
   */
  public TextTable row(Cell... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of " + columns.size() + " columns was given " + cells.length + " cells");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Adds a row of plain text. */
  public TextTable row(String... cells) {
    Cell[] row = new Cell[cells.length];
    for (int at = 0; at < cells.length; at++) {
      row[at] = Cell.of(cells[at]);
    }
    return row(row);
  }

  /** Tells whether no row was added. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Prints the headings, if there are any, and the rows, each line behind {@code margin}. */
  public void print(String margin) {
    int[] widths = widths(terminal.columns() - margin.length());
    if (columns.stream().anyMatch(each -> !each.heading().isEmpty())) {
      print(margin, widths, columns.stream().map(each -> Cell.quiet(each.heading())).toList());
    }
    rows.forEach(row -> print(margin, widths, row));
  }

  private void print(String margin, int[] widths, List<Cell> row) {
    int last = row.size() - 1;
    List<String> lines =
        columns.get(last).fit() == Fit.WRAPPED
            ? DisplayText.wrap(safe(row.get(last)), widths[last])
            : List.of(safe(row.get(last)));
    for (int at = 0; at < lines.size(); at++) {
      List<Cell> cells = new ArrayList<>(at == 0 ? row : Collections.nCopies(row.size(), BLANK));
      cells.set(last, new Cell(lines.get(at), row.get(last).style()));
      printLine(margin, widths, cells);
    }
  }

  private void printLine(String margin, int[] widths, List<Cell> row) {
    StringBuilder line = new StringBuilder(margin);
    for (int at = 0; at < row.size(); at++) {
      String text = DisplayText.cut(safe(row.get(at)), widths[at]);
      String blank = " ".repeat(Math.max(0, widths[at] - DisplayText.width(text)));
      boolean isRight = columns.get(at).fit() == Fit.NUMBER;
      line.append(at == 0 ? "" : GAP)
          .append(isRight ? blank : "")
          .append(text.isEmpty() ? "" : row.get(at).style().apply(color, text))
          .append(isRight ? "" : blank);
    }
    terminal.out().println(line.toString().stripTrailing());
  }

  private String safe(Cell cell) {
    return terminal.safe(cell.text()).replace('\n', ' ').replace('\t', ' ');
  }

  private int[] widths(int most) {
    int[] widths = new int[columns.size()];
    for (int at = 0; at < widths.length; at++) {
      widths[at] = DisplayText.width(columns.get(at).heading());
      for (List<Cell> row : rows) {
        widths[at] = Math.max(widths[at], DisplayText.width(safe(row.get(at))));
      }
    }
    int over = GAP.length() * (widths.length - 1) - most;
    for (int each : widths) {
      over += each;
    }
    over = narrow(widths, widths.length - 1, over);
    for (int at = widths.length - 2; at >= 0 && over > 0; at--) {
      if (columns.get(at).fit() == Fit.FLEXIBLE) {
        over = narrow(widths, at, over);
      }
    }
    return widths;
  }

  /** Narrows a column by up to {@code over}, and returns what is still too much. */
  private static int narrow(int[] widths, int at, int over) {
    int given = Math.max(0, Math.min(over, widths[at] - LEAST));
    widths[at] -= given;
    return over - given;
  }

  /**
   * A column.
   *
   * @param heading the heading
   * @param fit the way its text is fitted into it
   */
  public record Column(String heading, Fit fit) {
    /** Returns a column of text that is never cut, unless it is the last. */
    public static Column text(String heading) {
      return new Column(heading, Fit.WHOLE);
    }

    /** Returns a column of text that is cut where there is no room. */
    public static Column flexible(String heading) {
      return new Column(heading, Fit.FLEXIBLE);
    }

    /** Returns a column of text, the last one, that continues on the next line. */
    public static Column wrapped(String heading) {
      return new Column(heading, Fit.WRAPPED);
    }

    /** Returns a column of numbers. */
    public static Column number(String heading) {
      return new Column(heading, Fit.NUMBER);
    }
  }

  /** The ways to fit the text of a cell into its column. */
  public enum Fit {
    /** It is not cut, unless the column is the last. */
    WHOLE,
    /** It is cut where there is no room. */
    FLEXIBLE,
    /** It continues on the next line; for the last column. */
    WRAPPED,
    /** It stands at the right, and is not cut. */
    NUMBER
  }

  /**
   * The content of one cell, on one line.
   *
   * @param text the text; what a terminal would interpret is made harmless
   * @param style the way it is shown
   */
  public record Cell(String text, Style style) {
    /** Returns plain text. */
    public static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }

    /** Returns text that is dimmed. */
    public static Cell quiet(String text) {
      return new Cell(text, Style.QUIET);
    }
  }

  /** The ways to show a cell where there are colours. */
  public enum Style {
    /** As it is. */
    PLAIN,
    /** Something succeeded. */
    GOOD,
    /** Something failed. */
    BAD,
    /** Something wants attention. */
    WARNING,
    /** Of less interest than its neighbours. */
    QUIET;

    String apply(TextColor color, String text) {
      UnaryOperator<String> paint =
          switch (this) {
            case PLAIN -> UnaryOperator.identity();
            case GOOD -> color::good;
            case BAD -> color::bad;
            case WARNING -> color::warning;
            case QUIET -> color::quiet;
          };
      return paint.apply(text);
    }
  }
}
