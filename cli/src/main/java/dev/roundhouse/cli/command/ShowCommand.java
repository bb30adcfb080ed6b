package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.IssueText;
import dev.roundhouse.cli.output.Json;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows one issue. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the issue's properties, every attempt with its outcome and "
          + "duration, and the text an agent would get."
    },
    footer = {
      "roundhouse show BUG-42",
      "roundhouse show 42           # the number is enough if it is unique",
      "roundhouse show BUG-42 --json"
    })
final class ShowCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(paramLabel = "ISSUE", description = "the issue's id or number")
  private String issue = "";

  @Override
  public Integer call() throws IOException, RefusedException {
    Orchestrator orchestrator = new OrchestratorOpener(parent).with(flags.asRunFlags()).build();
    StatusReport statusReport = orchestrator.status();
    IssueStanding standing = IssueFinder.find(statusReport, issue);
    if (flags.json) {
      parent.terminal().out().println(Json.of(standing, statusReport.testResults(standing)));
    } else {
      Optional<Path> worktree =
          standing.readiness() == Readiness.ACTIVE
              ? orchestrator.attemptContent().worktree(standing.issue().id())
              : Optional.empty();
      new IssueText(parent.terminal()).show(standing, statusReport, worktree);
    }
    return ExitCode.OK.code();
  }
}
