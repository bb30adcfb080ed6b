package dev.roundhouse.cli.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** The screen that a person watches, below whose lines a view can be drawn. */
public interface Screen {
  /** The size of a screen that does not say how large it is. */
  Size USUAL = new Size(80, 24);

  /** Tells whether what is printed to {@code stream} appears on this screen. */
  boolean shows(PrintWriter stream);

  /**
   * Takes the screen, until it is released: what is typed is not shown, and what anything else
   * prints to it goes to {@code others} instead, in complete lines.
   *
   * @param others receives what would have been printed; from any thread
   * @param wake called, from any thread, when {@link Hold#poll} has news that cannot wait
   */
  Hold hold(Consumer<String> others, Runnable wake);

  /** Returns the screen of output that no one watches. */
  static Screen none() {
    return new Screen() {
      @Override
      public boolean shows(PrintWriter stream) {
        return false;
      }

      @Override
      public Hold hold(Consumer<String> others, Runnable wake) {
        throw new IllegalStateException("there is no screen");
      }
    };
  }

  /** A screen that was taken. For one thread, except that any may close it. */
  interface Hold extends AutoCloseable {
    /** Returns what has happened at the terminal since the last call. */
    Input poll();

    /** Writes to the screen at once. */
    void write(String text) throws IOException;

    /**
     * Stops this process as Ctrl-Z does, with the terminal as it was before; returns when it goes
     * on.
     */
    void suspend();

    /** Releases the screen, and restores the terminal. Closing it twice is harmless. */
    @Override
    void close();
  }

  /**
   * The events at a terminal.
   *
   * @param size the current size
   * @param keys what was typed
   * @param isForeground false if another program has the terminal, as after {@code bg}
   * @param isToStop true if Ctrl-Z was pressed
   * @param isResumed true if this process was stopped, and the screen may look different now
   */
  record Input(Size size, String keys, boolean isForeground, boolean isToStop, boolean isResumed) {}

  /**
   * The size of a screen.
   *
   * @param columns the number of columns
   * @param rows the number of rows
   */
  record Size(int columns, int rows) {}
}
