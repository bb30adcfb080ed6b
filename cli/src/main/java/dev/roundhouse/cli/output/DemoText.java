package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.options.Command;
import java.nio.file.Path;
import java.util.Locale;

/** Prints what to look at after the demo. */
public final class DemoText {
  private static final String EXPECTED =
      "This is expected: UP-7 had a conflict and was redone on the new state, UP-8's agent gives"
          + " up, UP-9 never passes the gate, and UP-14 stays blocked by UP-8.";

  private final Terminal terminal;
  private final String program;

  /**
   * Creates a printer for {@code terminal}.
   *
   * @param program the command by which this program was called
   */
  public DemoText(Terminal terminal, String program) {
    this.terminal = terminal;
    this.program = program;
  }

  /** Prints what is worth a look in {@code repository}. */
  public void print(Path repository) {
    terminal.out().println();
    DisplayText.wrap(EXPECTED, terminal.columns()).forEach(terminal.out()::println);
    terminal.out().println("Next steps:");
    terminal.out().println("  cd " + Command.quoted(repository.toString()));
    step("git log --graph --oneline", "what landed");
    step(program + " status", "where everything stands");
    step(program + " why UP-14", "why an issue has its status");
    step(program + " log UP-9 --gate", "what the gate printed");
    step(program + " rescue UP-9", "the work that did not land, kept");
    step("cat roundhouse.yaml agent.sh gate.sh", "how it was set up");
    terminal.out().flush();
  }

  /** Prints a command, and a comment if there is room for it. */
  private void step(String command, String comment) {
    String line = String.format(Locale.ROOT, "  %-36s  # %s", command, comment);
    terminal.out().println(line.length() > terminal.columns() ? "  " + command : line);
  }
}
