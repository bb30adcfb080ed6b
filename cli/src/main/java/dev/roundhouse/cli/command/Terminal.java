package dev.roundhouse.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

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
  /** Copies the environment. */
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** {@code text} with nothing in it that a terminal obeys, line ends and tabs aside. */
  public String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
  }

  /** Whether colours are wanted. */
  public boolean colours() {
    return live && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
