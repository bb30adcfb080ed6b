package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.output.ReportText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.WatchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Works through the backlog and then waits for more issues. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Works through the backlog like 'run', and then waits for more work until you stop it:"
          + " for new and changed issues, and for 'retry', 'approve', 'new' and similar"
          + " commands. There can be only one per repository.",
      "--max-issues and the budget apply to the whole watch. roundhouse.yaml "
          + "and the goal are read once, at the start.",
      "Ctrl-C ends it while nothing is running, and otherwise works as for 'run'."
    },
    footer = {
      "roundhouse watch",
      "roundhouse watch --label ready    # only issues with this label"
    })
final class WatchCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private RunFlags flags = new RunFlags();

  @Mixin private ProgressFlags shown = new ProgressFlags();

  @Mixin private EventFlags events = new EventFlags();

  @Option(
      names = "--json",
      description = "print one JSON object a line for each run; progress goes to stderr")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    events.check(json, false);
    Orchestrator.Builder parts = new OrchestratorOpener(parent).with(flags);
    Terminal terminal = parent.terminal();
    Terminal talk = json || events.areOutput() ? terminal.ofMessages() : terminal;
    SignalHandler keys = SignalHandler.on(terminal);
    try (RunFollowers followers = RunFollowers.of(parent, events);
        Progress progress = shown.progress(talk, keys)) {
      Orchestrator reader = parts.build();
      RunListener listener =
          event -> {
            progress.on(event);
            if (event instanceof RunEvent.Finished finished) {
              progress.later(() -> print(finished.report(), talk, reader));
            }
          };
      WatchReport report =
          parts.stop(keys.signal()).listener(followers.and(listener)).build().watch();
      progress.close();
      return report.last().map(keys::exitCode).orElse(ExitCode.OK).code();
    }
  }

  private void print(RunReport report, Terminal talk, Orchestrator reader) {
    if (json) {
      PrintWriter out = parent.terminal().out();
      out.println(Json.line(report));
      out.flush();
    } else {
      new ReportText(talk).print(report, reader);
    }
    new RunReports(parent, talk).print(report.run(), reader);
    if (!json) {
      talk.out().println();
      talk.out().flush();
    }
  }
}
