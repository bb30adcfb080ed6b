package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.output.ReportText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.AgentCatalog;
import dev.roundhouse.orchestrator.NewRepository;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs one agent on a small issue in a separate repository. */
@picocli.CommandLine.Command(
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
  private static final String ISSUE =
      """
      ---
      id: CHECK-1
      ---

      # Add a file named check.txt

      Add a file named check.txt at the top of the project, with the one word "works" in it.
      """;

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
    Path repository = Files.createTempDirectory("roundhouse-check-").resolve("project");
    Files.createDirectories(repository.resolve("issues"));
    Files.writeString(repository.resolve("issues/CHECK-1.md"), ISSUE);
    NewRepository.make(repository, "A check", "begin");
    RunOptions options = RunOptions.builder().agent(command()).attempts(1).workers(1).build();
    Terminal shown = json ? terminal.ofMessages() : terminal;
    try (Progress progress = Progress.plain(shown, terminal.clock())) {
      RunReport report =
          Orchestrator.at(repository)
              .environment(terminal.environment())
              .options(options)
              .listener(progress)
              .build()
              .run();
      progress.close();
      if (json) {
        terminal.out().println(Json.of(report));
      } else {
        new ReportText(terminal).print(report);
      }
      shown.out().println("the repository is " + repository);
      return report.isComplete() ? ExitCode.OK.code() : ExitCode.INCOMPLETE.code();
    }
  }

  /** Returns {@code command} with its program as a run in this repository would find it. */
  private Command absolute(Command command, Path checkout) throws IOException {
    String name = command.argv().get(0);
    if (!name.contains("/")) {
      return command;
    }
    Path typed = agents.parent().directory().toRealPath();
    Path relative = Path.of(RunFlags.found(command, typed, checkout).argv().get(0));
    List<String> argv = new ArrayList<>(command.argv());
    argv.set(0, checkout.resolve(relative).normalize().toString());
    return new Command(argv);
  }

  /**
   * Returns the agent's command; a script of this repository is named by its path, since the new
   * repository does not have it.
   */
  private Command command() throws IOException, RefusedException {
    Orchestrator here = new OrchestratorOpener(agents.parent()).with(new RunFlags()).build();
    List<AgentCatalog.Known> known = here.agents().all();
    for (AgentCatalog.Known each : known) {
      if (each.kind().equals("script") && each.name().equals(agent)) {
        return new Command(List.of(each.program()));
      }
    }
    try {
      return absolute(Command.parse(agent), here.checkout());
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.input(
          String.valueOf(malformed.getMessage()), "see 'roundhouse agents' for the names");
    }
  }
}
