package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.ProjectSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Asks a person about each value of a first configuration; an empty line takes what was found. For
 * one thread.
 */
final class SetupQuestions {
  private static final int TRIES = 3;

  private final Terminal terminal;
  private final BufferedReader keyboard;

  SetupQuestions(Terminal terminal, BufferedReader keyboard) {
    this.terminal = terminal;
    this.keyboard = keyboard;
  }

  /** Returns what is typed. */
  static BufferedReader keyboard() {
    return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
  }

  /** Returns {@code found} with the values the person chose. */
  ProjectSetup.Proposal ask(ProjectSetup.Proposal found) throws IOException {
    terminal.out().println("Press Enter to accept the value in brackets.");
    String agents = found.agents().size() > 1 ? " (" + String.join(", ", found.agents()) + ")" : "";
    ProjectSetup.Proposal chosen =
        answer(
            found,
            "Agent" + agents,
            found.agent().orElse("none"),
            ProjectSetup.Proposal::withAgent);
    chosen =
        answer(
            chosen,
            "Gate",
            found.gate().isEmpty() ? "none" : String.join(", then ", found.gate()),
            ProjectSetup.Proposal::withGate);
    chosen =
        answer(
            chosen.reviewed(true),
            "Approve each change before it lands",
            "yes",
            (proposal, line) -> proposal.reviewed(isYes(line)));
    return answer(
        chosen,
        "Workers",
        String.valueOf(found.workers()),
        (proposal, line) -> proposal.withWorkers(number(line)));
  }

  private static boolean isYes(String line) {
    return switch (line.strip().toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> true;
      case "n", "no" -> false;
      default -> throw new IllegalArgumentException("yes or no, not: " + line.strip());
    };
  }

  private static int number(String line) {
    try {
      return Integer.parseInt(line.strip());
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("not a whole number: " + line.strip(), wrong);
    }
  }

  private ProjectSetup.Proposal answer(
      ProjectSetup.Proposal before,
      String question,
      String usual,
      BiFunction<ProjectSetup.Proposal, String, ProjectSetup.Proposal> taking)
      throws IOException {
    for (int i = 0; i < TRIES; i++) {
      terminal.out().print(terminal.safe(question + " [" + usual + "]: "));
      terminal.out().flush();
      String line = keyboard.readLine();
      if (line == null || line.isBlank()) {
        return before;
      }
      try {
        return taking.apply(before, line);
      } catch (IllegalArgumentException wrong) {
        terminal.out().println("  " + terminal.safe(String.valueOf(wrong.getMessage())));
      }
    }
    return before;
  }
}
