package dev.roundhouse.cli.terminal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The terminal at which a command was typed and to which its output goes.
 *
 * @param out the stream for results
 * @param err the stream for messages
 * @param directory the working directory
 * @param environment the environment
 * @param live true if a person watches a screen
 * @param signals the signals of the process
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    Path directory,
    Map<String, String> environment,
    boolean live,
    SignalSource signals) {
  /**
   * Control characters of both sets, and those that change the direction of the text after them.
   */
  private static final Pattern OBEYED =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]");

  /** Copies the environment. */
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /**
   * Returns {@code text} without anything that a terminal interprets, except line ends and tabs.
   */
  public String safe(String text) {
    return OBEYED.matcher(text).replaceAll("?");
  }

  /** Tells whether colours are wanted. */
  public boolean colours() {
    return live && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
