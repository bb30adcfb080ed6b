package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.StatusText;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows where things stand. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the active run, the issues that need a person, those that run, "
          + "and the counts of the rest. Nothing is written, so it can be asked at "
          + "any time, also during a run."
    },
    footer = {"roundhouse status", "roundhouse status --json | jq .counts"})
final class StatusCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Override
  public Integer call() throws IOException, RefusedException {
    StatusReport statusReport =
        new OrchestratorOpener(parent).with(flags.asRunFlags()).build().status();
    if (flags.json) {
      parent.terminal().out().println(Json.of(statusReport));
    } else {
      new StatusText(parent.terminal()).print(statusReport);
    }
    return ExitCode.OK.code();
  }
}
