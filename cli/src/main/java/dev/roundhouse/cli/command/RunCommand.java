package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.PlanText;
import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.output.ReportText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Works through the backlog. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Every ready issue gets its own git worktree, where the agent works on "
          + "it. The gate then tests the result merged with what has landed before, "
          + "and what passes lands on the target branch, one change at a time. Your "
          + "checkout is only ever fast-forwarded, and only if no local change is "
          + "overwritten.",
      "Flags take precedence over the keys of the same name in roundhouse.yaml.",
      "Ctrl-C once finishes the running issues and starts no new ones; twice "
          + "stops them now and keeps their work; three times exits immediately. "
          + "The next run continues in every case."
    },
    footer = {
      "roundhouse run",
      "roundhouse run --dry-run                 # what would start",
      "roundhouse run --only BUG-1,FEAT-7       # these issues",
      "roundhouse run --type BUG --workers 4    # all bugs, four at a time",
      "roundhouse run --branches                # leave branches instead of landing",
      "roundhouse run --events run.ndjson       # for programs: events in JSON"
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private RunFlags flags = new RunFlags();

  @Mixin private ProgressFlags shown = new ProgressFlags();

  @Mixin private EventFlags events = new EventFlags();

  @Option(names = "--dry-run", description = "show what would start; change nothing")
  private boolean dryRun;

  @Option(
      names = "--json",
      description = "print one JSON object at the end; progress goes to stderr")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    events.check(json, dryRun);
    Orchestrator.Builder parts = new OrchestratorOpener(parent).with(flags);
    Terminal terminal = parent.terminal();
    if (dryRun) {
      return dryRun(parts, terminal);
    }
    SignalHandler keys = SignalHandler.on(terminal);
    Terminal talk = json || events.areOutput() ? terminal.ofMessages() : terminal;
    try (RunFollowers followers = RunFollowers.of(parent, events);
        Progress progress = shown.progress(talk, keys)) {
      Orchestrator orchestrator =
          parts.stop(keys.signal()).listener(followers.and(progress)).build();
      RunReport report = orchestrator.run();
      progress.close();
      if (json) {
        terminal.out().println(Json.of(report));
      } else {
        new ReportText(talk).print(report, orchestrator);
      }
      new RunReports(parent, talk).print(report.run(), orchestrator);
      return keys.exitCode(report).code();
    }
  }

  private int dryRun(Orchestrator.Builder parts, Terminal terminal)
      throws IOException, RefusedException, InterruptedException {
    StatusReport statusReport = parts.build().preview();
    if (json) {
      terminal.out().println(Json.of(statusReport, terminal.clock().instant()));
    } else {
      new PlanText(terminal).print(statusReport);
    }
    return ExitCode.OK.code();
  }
}
