package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.output.ReportText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs one agent on a small issue in a separate repository. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    header = "Tries an agent on a small issue in a temporary repository.",
    description = {
      "Works on one small issue in a temporary repository, and reports "
          + "whether the change landed. Your repository is not touched; a coding "
          + "agent may charge for the request."
    },
    footer = {"roundhouse agents check claude", "roundhouse agents check './my-agent --fast'"})
final class AgentsCheckCommand implements Callable<Integer> {
  @ParentCommand private AgentsCommand agents = new AgentsCommand();

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Parameters(
      paramLabel = "AGENT",
      description = "an agent's name, as 'roundhouse agents' lists it, or a command line")
  private String agent = "";

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Terminal terminal = agents.parent().terminal();
    AgentTrial trial = AgentTrial.prepare(new AgentArgument(agents.parent(), agent));
    Terminal shown = json ? terminal.ofMessages() : terminal;
    try (Progress progress = Progress.plain(shown, terminal.clock())) {
      RunReport report = trial.run(terminal.environment(), progress);
      progress.close();
      if (json) {
        terminal.out().println(Json.of(report));
      } else {
        new ReportText(terminal).print(report);
      }
      shown.out().println("the repository is " + trial.repository());
      return report.isComplete() ? ExitCode.OK.code() : ExitCode.INCOMPLETE.code();
    }
  }
}
