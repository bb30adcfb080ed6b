package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jline.utils.ScreenTerminal;
import org.jspecify.annotations.Nullable;

/** A screen in memory that understands what a terminal understands, and that tests can look at. */
final class VirtualScreen implements Screen {
  private ScreenTerminal screen;
  private Screen.Size size;
  private final StringBuilder keys = new StringBuilder();
  boolean isForeground = true;
  boolean isToStop;
  volatile boolean isReleased;
  int suspensions;
  @Nullable IOException fault;
  Consumer<String> others = line -> {};

  VirtualScreen(int columns, int rows) {
    size = new Screen.Size(columns, rows);
    screen = new ScreenTerminal(columns, rows);
  }

  /** Returns a terminal that prints to this screen. */
  Terminal terminal(String noColor) {
    PrintWriter out =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) {
                screen.write(new String(text, from, length).replace("\n", "\r\n"));
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    return new Terminal(
        out,
        out,
        Path.of(""),
        Map.of("NO_COLOR", noColor),
        true,
        size::columns,
        SignalSource.none(),
        this);
  }

  /** Changes the size as xterm does: what is too wide is cut. */
  void resize(int columns, int rows) {
    size = new Screen.Size(columns, rows);
    screen.setSize(org.jline.terminal.Size.of(columns, rows));
  }

  /** Changes the size as most terminals do: what is too wide is wrapped. */
  void resizeWrapping(int columns, int rows) {
    List<String> before = lines().subList(0, cursor()[1]);
    size = new Screen.Size(columns, rows);
    screen = new ScreenTerminal(columns, rows);
    before.forEach(line -> screen.write(line + "\r\n"));
  }

  void type(String typed) {
    keys.append(typed);
  }

  /** Returns the lines on the screen, without blanks at their ends. */
  List<String> lines() {
    return screen.toString().lines().map(String::stripTrailing).toList();
  }

  /** Returns the lines that were scrolled off the screen, and those on it. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    for (long[] row : screen.getHistory()) {
      StringBuilder line = new StringBuilder();
      for (long cell : row) {
        int letter = ScreenTerminal.cellCodePoint(cell);
        line.appendCodePoint(letter == 0 ? ' ' : letter);
      }
      all.add(line.toString().stripTrailing());
    }
    all.addAll(lines());
    return all;
  }

  /** Returns the cells of the screen at one moment, row by row, with their attributes. */
  long[] cells() {
    long[] cells = new long[size.columns() * size.rows()];
    screen.dump(cells, new int[2]);
    return cells;
  }

  /** Returns the place of the cursor: its column and its row. */
  int[] cursor() {
    int[] cursor = new int[2];
    screen.dump(new long[size.columns() * size.rows()], cursor);
    return cursor;
  }

  @Override
  public boolean shows(PrintWriter stream) {
    return true;
  }

  @Override
  public Hold hold(Consumer<String> elsewhere, Runnable wake) {
    others = elsewhere;
    return new Hold() {
      @Override
      public Input poll() {
        String typed = keys.toString();
        keys.setLength(0);
        boolean stop = isToStop;
        isToStop = false;
        return new Input(size, typed, isForeground, stop, false);
      }

      @Override
      public void write(String text) throws IOException {
        IOException wrong = fault;
        if (wrong != null) {
          throw wrong;
        }
        screen.write(text);
      }

      @Override
      public void suspend() {
        suspensions++;
      }

      @Override
      public void close() {
        isReleased = true;
      }
    };
  }
}
