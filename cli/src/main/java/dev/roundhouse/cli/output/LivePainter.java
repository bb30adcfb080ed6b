package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Screen;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Draws a view below lines that stay. Between two calls the cursor is at the beginning of the line
 * below the view, where a shell's prompt belongs: a process that is killed leaves nothing to
 * repair. For one thread.
 */
final class LivePainter {
  private static final int KEPT = 300; // lines, to show again on a narrower screen
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  /**
   * Empties the screen from this line on; tmux keeps a copy of one that is emptied from its top.
   */
  private static final String FROM_HERE = " " + REST_OF_SCREEN + "\r";

  private static final String HOME = "\u001b[H";
  private static final String NEXT = "\r\n";

  private final Screen.Hold hold;
  private final Deque<String> recent = new ArrayDeque<>();
  private List<String> drawn = List.of();
  private int columns;

  LivePainter(Screen.Hold hold) {
    this.hold = hold;
  }

  /** Adds {@code lines} above the view, and draws it as {@code view} on a screen of that size. */
  void paint(List<String> lines, List<String> view, Screen.Size size) throws IOException {
    boolean mayHaveWrapped =
        size.columns() < columns
            && drawn.stream().anyMatch(each -> DisplayText.width(each) >= size.columns());
    columns = size.columns();
    if (!mayHaveWrapped && lines.isEmpty() && view.equals(drawn)) {
      return;
    }
    remember(lines);
    StringBuilder out = new StringBuilder();
    if (mayHaveWrapped) {
      repaint(out, size, view.size());
    } else {
      up(out);
      add(out.append(lines.isEmpty() ? "" : FROM_HERE), lines);
    }
    view.forEach(each -> out.append(each).append(REST_OF_LINE).append(NEXT));
    drawn = List.copyOf(view);
    hold.write(out.append(view.isEmpty() ? FROM_HERE : REST_OF_SCREEN).toString());
  }

  /** Adds lines where the cursor is, without a view. */
  void print(List<String> lines) throws IOException {
    drawn = List.of();
    if (!lines.isEmpty()) {
      remember(lines);
      StringBuilder out = new StringBuilder("\r");
      add(out, lines);
      hold.write(out.toString());
    }
  }

  /** Removes the view; the next call draws it where the cursor is then. */
  void erase() throws IOException {
    if (!drawn.isEmpty()) {
      StringBuilder out = new StringBuilder();
      up(out);
      drawn = List.of();
      hold.write(out.append(FROM_HERE).toString());
    }
  }

  /** Leaves the view where it is, because the screen may look different by now. */
  void forget() {
    drawn = List.of();
  }

  private void up(StringBuilder out) {
    if (!drawn.isEmpty()) {
      out.append("\u001b[").append(drawn.size()).append('A');
    }
    out.append('\r');
  }

  /**
   * Begins with an empty screen, and the last lines on it. Some terminals wrap what no longer fits
   * into more lines, and some cut it: none says so. The old ones are scrolled away, not deleted.
   */
  private void repaint(StringBuilder out, Screen.Size size, int view) {
    out.append(NEXT.repeat(size.rows())).append(HOME);
    int room = size.rows() - view - 1;
    Deque<String> shown = new ArrayDeque<>();
    for (Iterator<String> each = recent.descendingIterator(); each.hasNext(); ) {
      String line = each.next();
      room -= DisplayText.fold(line, columns).size();
      if (room < 0) {
        break;
      }
      shown.addFirst(line);
    }
    add(out, shown);
  }

  /** Adds lines of any width to an empty part of the screen. */
  private void add(StringBuilder out, Collection<String> lines) {
    for (String line : lines) {
      DisplayText.fold(line, columns).forEach(each -> out.append(each).append(NEXT));
    }
  }

  private void remember(List<String> lines) {
    recent.addAll(lines);
    while (recent.size() > KEPT) {
      recent.removeFirst();
    }
  }
}
