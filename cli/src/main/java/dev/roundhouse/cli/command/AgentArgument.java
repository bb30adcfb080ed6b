package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.AgentCatalog;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.options.AgentOptions.Permissions;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent as a person names it, for use in another repository than this. Immutable.
 *
 * @param parent the directory in which it is named
 * @param word a name or a command line
 */
record AgentArgument(CommandContext parent, String word) {
  /** Returns {@code command} with its program as a run in this repository would find it. */
  private Command absolute(Command command, Path checkout) throws IOException {
    String name = command.argv().get(0);
    if (!name.contains("/")) {
      return command;
    }
    Path typed = parent.directory().toRealPath();
    Path relative = Path.of(RunFlags.found(command, typed, checkout).argv().get(0));
    List<String> argv = new ArrayList<>(command.argv());
    argv.set(0, checkout.resolve(relative).normalize().toString());
    return new Command(argv);
  }

  /** Returns what agents may do on this machine, as this repository says. */
  Permissions permissions() throws IOException, RefusedException {
    Orchestrator here = new OrchestratorOpener(parent).with(new RunFlags()).build();
    return here.options().agents().permissions();
  }

  /**
   * Returns the agent's command; a script of this repository is named by its path, since the new
   * repository does not have it.
   */
  Command command() throws IOException, RefusedException {
    Orchestrator here = new OrchestratorOpener(parent).with(new RunFlags()).build();
    List<AgentCatalog.Known> known = here.agents().all();
    for (AgentCatalog.Known each : known) {
      if (each.kind().equals("script") && each.name().equals(word)) {
        return new Command(List.of(each.program()));
      }
    }
    try {
      return absolute(Command.parse(word), here.checkout());
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.input(
          String.valueOf(malformed.getMessage()), "see 'roundhouse agents' for the names");
    }
  }
}
