package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.SyncReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Brings what has landed to the target branch. */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    description = {
      "Fast-forwards the target branch in your checkout to everything that "
          + "has landed. A run does this itself unless a local change is in the "
          + "way; then the landed work waits until you run this. Local changes are "
          + "never overwritten."
    },
    footer = {"roundhouse sync", "roundhouse sync --restore    # bring removed landings back"})
final class SyncCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(names = "--target", paramLabel = "BRANCH", description = "the branch")
  private @Nullable String target;

  @Option(
      names = "--gate",
      paramLabel = "CMD",
      description = "the gate command, if a merge must be tested; repeatable")
  private @Nullable List<String> gate;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @ArgGroup private Choice choice = new Choice();

  /** The flags that choose what to do about landings that were removed from the target. */
  static final class Choice {
    @Option(
        names = "--accept",
        description = "continue without landings that you removed from the branch")
    boolean accept;

    @Option(names = "--restore", description = "restore landings that were removed from the branch")
    boolean restore;

    SyncReport.Mode mode() {
      if (accept) {
        return SyncReport.Mode.ACCEPT;
      }
      return restore ? SyncReport.Mode.RESTORE : SyncReport.Mode.ASK;
    }
  }

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    RunFlags flags = new RunFlags();
    flags.target = target;
    flags.gate = gate;
    Terminal terminal = parent.terminal();
    SyncReport report =
        new OrchestratorOpener(parent)
            .with(flags)
            .listener(event -> print(event, terminal))
            .build()
            .sync(choice.mode());
    if (json) {
      terminal.out().println(Json.of(report));
    } else {
      print(report, terminal);
    }
    return (report.waiting().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE).code();
  }

  private static void print(RunEvent event, Terminal terminal) {
    if (event instanceof RunEvent.Noticed noticed) {
      terminal.err().println(terminal.safe(noticed.message()));
    }
  }

  private void print(SyncReport report, Terminal terminal) {
    String verb = choice.accept ? "continuing without: " : "restored: ";
    report.settled().forEach(each -> terminal.out().println(verb + terminal.safe(each)));
    String tip = report.tip().substring(0, 10);
    if (report.waiting().isEmpty()) {
      terminal.out().println(report.target() + " has everything that has landed (" + tip + ")");
    } else {
      terminal
          .out()
          .println(
              report.target()
                  + " is behind what has landed ("
                  + tip
                  + "):\n"
                  + terminal.safe(report.waiting().get()));
    }
  }
}
