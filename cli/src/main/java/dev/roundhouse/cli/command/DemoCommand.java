package dev.roundhouse.cli.command;

import dev.roundhouse.cli.demo.DemoRepository;
import dev.roundhouse.cli.output.DemoText;
import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.output.ReportText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs the demo in a new repository. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Creates a git repository with fourteen issues and a script as the "
          + "agent, and works through them: with dependencies, a conflict, a "
          + "failing agent and a failing gate. No account and no network are "
          + "needed."
    },
    footer = {"roundhouse demo", "roundhouse demo /tmp/demo    # in a new directory"})
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "where to create it; must not exist yet (default: a temporary directory)")
  private @Nullable Path directory;

  @Mixin private ProgressFlags shown = new ProgressFlags();

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Terminal terminal = parent.terminal();
    Path wanted = directory == null ? null : parent.directory().resolve(directory);
    Path repository = DemoRepository.make(wanted);
    terminal.out().println("created 14 issues in " + repository + "\n");
    SignalHandler keys = SignalHandler.on(terminal);
    try (Progress progress = shown.progress(terminal, keys)) {
      Orchestrator orchestrator =
          Orchestrator.at(repository)
              .environment(terminal.environment())
              .options(ConfigFile.read(repository).build())
              .stop(keys.signal())
              .listener(progress)
              .build();
      RunReport report = orchestrator.run();
      progress.close();
      new ReportText(terminal).print(report, orchestrator);
      new RunReports(parent, terminal).print(report.run(), orchestrator);
      new DemoText(terminal, program()).print(repository);
      return report.ending() == RunReport.Ending.FINISHED
          ? ExitCode.OK.code()
          : keys.exitCode(report).code();
    }
  }

  /**
   * Returns the command this program was called by, so that the user can type the commands it
   * shows.
   */
  private static String program() {
    return dev.roundhouse.orchestrator.options.Command.quoted(
        System.getProperty("roundhouse.command", "roundhouse"));
  }
}
