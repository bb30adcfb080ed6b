package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.IssueText;
import dev.roundhouse.cli.output.Json;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Explains why an issue is in its current state. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = {
      "Explains why an issue has its status: what it waits for, or why it was sent back, with"
          + " the gate's evidence. Also says what would change the status."
    },
    footer = {"roundhouse why BUG-42"})
final class WhyCommand implements Callable<Integer> {
  private static final Set<Readiness> WAITING = Set.of(Readiness.READY, Readiness.AFTER);

  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(paramLabel = "ISSUE", description = "the issue's id or number")
  private String issue = "";

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Orchestrator.Builder parts = new OrchestratorOpener(parent).with(flags.asRunFlags());
    Orchestrator orchestrator = parts.build();
    StatusReport statusReport = orchestrator.status();
    IssueStanding standing = IssueFinder.find(statusReport, issue);
    List<Collision> apart =
        WAITING.contains(standing.readiness())
            ? orchestrator.collisions(statusReport, standing.issue().id())
            : List.of();
    if (flags.json) {
      parent.terminal().out().println(Json.of(standing, statusReport.testResults(standing), apart));
    } else {
      new IssueText(parent.terminal()).why(standing, statusReport, apart, isDeferred(orchestrator));
    }
    return ExitCode.OK.code();
  }

  private static boolean isDeferred(Orchestrator orchestrator) {
    return orchestrator.options().order().overlap() == OverlapMode.DEFER;
  }
}
