package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.StatusText;
import dev.roundhouse.cli.output.StatusWatch;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows the active run and the state of the issues. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the active run, the issues that need you, those that are running, and the counts"
          + " of the rest. Nothing is written, so it can be used at any time, also during a"
          + " run.",
      "--watch shows the workers and the landing queue of the active run, from "
          + "any terminal, until q or Ctrl-C is pressed. The run is not affected."
    },
    footer = {
      "roundhouse status",
      "roundhouse status --watch",
      "roundhouse status --json | jq .counts"
    })
final class StatusCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Option(names = "--watch", description = "show the active run on the screen until q is pressed")
  private boolean watch;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Orchestrator orchestrator = new OrchestratorOpener(parent).with(flags.asRunFlags()).build();
    if (watch) {
      return watch(orchestrator);
    }
    StatusReport statusReport = orchestrator.status();
    if (flags.json) {
      parent.terminal().out().println(Json.of(statusReport, parent.terminal().clock().instant()));
    } else {
      new StatusText(parent.terminal()).print(statusReport);
    }
    return ExitCode.OK.code();
  }

  private int watch(Orchestrator orchestrator)
      throws IOException, RefusedException, InterruptedException {
    Terminal terminal = parent.terminal();
    if (flags.json || !terminal.live() || !terminal.screen().shows(terminal.out())) {
      throw RefusedException.input(
          "--watch needs a screen to draw on" + (flags.json ? ", and prints no JSON" : ""),
          "'roundhouse status --json' is for programs; it can be repeated at any time");
    }
    StatusWatch shown =
        new StatusWatch(terminal, InstantSource.system(), () -> StatusWatch.Seen.by(orchestrator));
    AtomicInteger code = new AtomicInteger(ExitCode.OK.code());
    stopOn("INT", ExitCode.INTERRUPTED, code, shown);
    stopOn("TERM", ExitCode.TERMINATED, code, shown);
    shown.show();
    return code.get();
  }

  private void stopOn(String signal, ExitCode as, AtomicInteger code, StatusWatch shown) {
    parent
        .terminal()
        .signals()
        .on(
            signal,
            () -> {
              code.set(as.code());
              shown.end();
            });
  }
}
