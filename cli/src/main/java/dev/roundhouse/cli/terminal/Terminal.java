package dev.roundhouse.cli.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The terminal at which a command was typed and to which its output goes.
 *
 * @param out the stream for results
 * @param err the stream for messages
 * @param directory the working directory
 * @param environment the environment
 * @param live true if a person watches a screen
 * @param width the source of the screen's width in columns
 * @param signals the signals of the process
 * @param screen the screen to which the streams may lead
 * @param clock the source of time
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    Path directory,
    Map<String, String> environment,
    boolean live,
    IntSupplier width,
    SignalSource signals,
    Screen screen,
    InstantSource clock) {
  /** Creates a terminal that goes by the time of the system. */
  public Terminal(
      PrintWriter out,
      PrintWriter err,
      Path directory,
      Map<String, String> environment,
      boolean live,
      IntSupplier width,
      SignalSource signals,
      Screen screen) {
    this(out, err, directory, environment, live, width, signals, screen, InstantSource.system());
  }

  /** Creates a terminal without a screen that a view can be drawn on. */
  public Terminal(
      PrintWriter out,
      PrintWriter err,
      Path directory,
      Map<String, String> environment,
      boolean live,
      IntSupplier width,
      SignalSource signals) {
    this(out, err, directory, environment, live, width, signals, Screen.none());
  }

  /** Creates a terminal whose output no one watches. */
  public Terminal(
      PrintWriter out,
      PrintWriter err,
      Path directory,
      Map<String, String> environment,
      SignalSource signals) {
    this(out, err, directory, environment, false, () -> Integer.MAX_VALUE, signals);
  }

  /** Copies the environment. */
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /**
   * Returns the terminal of messages for a command whose results have the output to themselves:
   * both of its streams are the one for messages.
   */
  public Terminal ofMessages() {
    return new Terminal(
        err, err, directory, environment, screen.shows(err), width, signals, screen, clock);
  }

  /**
   * Returns {@code text} without anything that a terminal interprets, except line ends and tabs.
   */
  public String safe(String text) {
    StringBuilder safe = new StringBuilder(text);
    for (int i = 0; i < safe.length(); i++) {
      if (isObeyed(safe.charAt(i))) {
        safe.setCharAt(i, '?');
      }
    }
    return safe.toString();
  }

  /**
   * Tells whether {@code one} is a control character of either set, or changes the direction of the
   * text after it.
   */
  private static boolean isObeyed(char one) {
    return (one < ' ' && one != '\n' && one != '\t')
        || (one >= '\u007f' && one <= '\u009f')
        || (one >= '\u202a' && one <= '\u202e')
        || (one >= '\u2066' && one <= '\u2069');
  }

  /** Returns the number of columns that a line may have; without a screen, there is no limit. */
  public int columns() {
    return live ? width.getAsInt() : Integer.MAX_VALUE;
  }

  /** Tells whether a person sits at the terminal: they see the output and can type an answer. */
  public boolean isInteractive() {
    return live && hasKeyboard();
  }

  /** Tells whether standard input is a terminal; the JVM itself cannot tell on every system. */
  private static boolean hasKeyboard() {
    try {
      return new ProcessBuilder("sh", "-c", "test -t 0").inheritIO().start().waitFor() == 0;
    } catch (IOException noShell) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Tells whether colours are wanted. */
  public boolean colours() {
    return live && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
