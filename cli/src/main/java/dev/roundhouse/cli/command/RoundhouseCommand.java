package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The top-level command: its working directory and the list of its subcommands. */
@Command(
    name = "roundhouse",
    mixinStandardHelpOptions = true,
    versionProvider = RoundhouseCommand.Version.class,
    description = "Runs agents on a backlog of issues in parallel and lands what passes the gate.",
    subcommands = {
      RunCommand.class,
      WatchCommand.class,
      StatusCommand.class,
      PlanCommand.class,
      ListCommand.class,
      ShowCommand.class,
      WhyCommand.class,
      LogCommand.class,
      DiffCommand.class,
      OpenCommand.class,
      LintCommand.class,
      SyncCommand.class,
      RescueCommand.class,
      PlanChangeCommand.Retry.class,
      PlanChangeCommand.Cancel.class,
      PlanChangeCommand.Skip.class,
      PlanChangeCommand.Hold.class,
      PlanChangeCommand.Approve.class,
      PlanChangeCommand.Refuse.class,
      EditCommand.class,
      SwapCommand.class,
      NewCommand.class,
      SubmitCommand.class,
      AgentsCommand.class,
      GcCommand.class,
      DoctorCommand.class,
      InitCommand.class,
      DemoCommand.class,
      HelpCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all selected issues landed, or there was nothing to do",
      "1:some selected issues did not land",
      "2:error in usage, configuration or environment",
      "3:another run is active in this repository",
      "70:internal error",
      "74:standard output could not be written",
      "130:interrupted; unfinished work is kept",
      "141:the reader of standard output closed it early",
      "143:terminated; unfinished work is kept"
    },
    footer = {"", "'roundhouse demo' shows it in a temporary repository."})
public final class RoundhouseCommand implements CommandContext, Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "-C",
      paramLabel = "DIR",
      description = "run as if started in DIR (default: the current directory)")
  private Path directory = Path.of("");

  /** Creates the command for {@code terminal}. */
  public RoundhouseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public Path directory() {
    return terminal.directory().resolve(directory).toAbsolutePath().normalize();
  }

  /** Returns the version recorded in the packaged program. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RoundhouseCommand.class.getPackage().getImplementationVersion();
      return new String[] {"roundhouse " + (version == null ? "(not packaged)" : version)};
    }
  }
}
