package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.AgentsText;
import dev.roundhouse.cli.output.Json;
import dev.roundhouse.orchestrator.AgentCatalog;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the available agents. */
@Command(
    name = "agents",
    mixinStandardHelpOptions = true,
    subcommands = AgentsCheckCommand.class,
    description = {
      "An agent can be an executable script in .roundhouse/agents whose first lines contain '#"
          + " name:' and '# description:', a profile of a well-known program, whose output"
          + " Roundhouse understands, or any other command line.",
      "'roundhouse agents check AGENT' tries one."
    },
    footer = {
      "roundhouse agents",
      "roundhouse agents check claude    # one small issue in a temporary repository"
    })
final class AgentsCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  CommandContext parent() {
    return parent;
  }

  @Override
  public Integer call() throws IOException, RefusedException {
    List<AgentCatalog.Known> known =
        new OrchestratorOpener(parent).anywhere().build().agents().all();
    if (json) {
      parent.terminal().out().println(Json.ofAgents(known));
      return ExitCode.OK.code();
    }
    new AgentsText(parent.terminal()).print(known);
    if (known.isEmpty()) {
      parent.terminal().out().println("no named agents found; any command line can be an agent");
    }
    return ExitCode.OK.code();
  }
}
