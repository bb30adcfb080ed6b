package dev.roundhouse.cli.terminal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a command was typed and where its answer goes.
 *
 * @param out for results
 * @param err for talk
 * @param directory the working directory
 * @param environment the environment
 * @param live whether a person watches a screen
 * @param signals the signals of the process
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    Path directory,
    Map<String, String> environment,
    boolean live,
    SignalSource signals) {
  /** Control characters of both sets, and those that turn the direction of what follows. */
  private static final Pattern OBEYED =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]");

  /** Copies the environment. */
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** {@code text} with nothing in it that a terminal obeys, line ends and tabs aside. */
  public String safe(String text) {
    return OBEYED.matcher(text).replaceAll("?");
  }

  /** Whether colours are wanted. */
  public boolean colours() {
    return live && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
