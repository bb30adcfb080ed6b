package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.IssueTable;
import dev.roundhouse.cli.output.Json;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists issues. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the issues as a run would take them: what is running, what is "
          + "ready, in order, and what waits. Landed, done and cancelled issues "
          + "follow with --all."
    },
    footer = {
      "roundhouse list",
      "roundhouse list --all                  # closed issues, too",
      "roundhouse list --type BUG --priority P0,P1",
      "roundhouse list --json | jq -r '.issues[].id'"
    })
final class ListCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private SelectionFlags issues = new SelectionFlags();

  @Option(names = "--all", description = "also list landed, done and cancelled issues")
  private boolean all;

  @Option(names = "--json", description = "print one JSON object, with closed issues")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException {
    RunFlags flags = new RunFlags();
    flags.issues = issues;
    StatusReport statusReport =
        new OrchestratorOpener(parent).with(flags).build().statusOfSelected();
    if (json) {
      parent.terminal().out().println(Json.of(statusReport, parent.terminal().clock().instant()));
    } else {
      new IssueTable(parent.terminal()).list(statusReport, all);
    }
    return ExitCode.OK.code();
  }
}
