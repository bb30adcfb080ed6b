package dev.roundhouse.cli.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program that has the terminal to itself until it ends, such as an editor, a pager or a shell.
 * Meanwhile, Ctrl-C concerns only that program.
 *
 * @param terminal the terminal
 * @param directory the program's working directory
 * @param variables the variables it gets besides those of the terminal
 */
public record ForegroundProgram(Terminal terminal, Path directory, Map<String, String> variables) {
  /**
   * The variables that would lead its git elsewhere, or make Roundhouse take it for an agent's
   * process.
   */
  private static final Set<String> WITHHELD =
      Set.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_COMMON_DIR",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_PREFIX",
          "ROUNDHOUSE_TOKEN",
          "ROUNDHOUSE_SLOT_OF");

  /** Copies the variables. */
  public ForegroundProgram {
    variables = Map.copyOf(variables);
  }

  /**
   * Runs {@code words} and returns the exit code.
   *
   * @throws IOException if there is no such program
   */
  public int run(List<String> words) throws IOException, InterruptedException {
    return run(words, ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * Runs {@code words} with the content of {@code input} on its standard input, and returns the
   * exit code.
   *
   * @throws IOException if there is no such program
   */
  public int run(List<String> words, Path input) throws IOException, InterruptedException {
    return run(words, ProcessBuilder.Redirect.from(input.toFile()));
  }

  private int run(List<String> words, ProcessBuilder.Redirect input)
      throws IOException, InterruptedException {
    terminal.signals().on("INT", () -> {});
    terminal.out().flush();
    terminal.err().flush();
    ProcessBuilder program = new ProcessBuilder(words).directory(directory.toFile()).inheritIO();
    program.environment().clear();
    program.environment().putAll(terminal.environment());
    program.environment().keySet().removeAll(WITHHELD);
    program.environment().putAll(variables);
    return program.redirectInput(input).start().waitFor();
  }
}
