package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.run.GcReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Frees disk space. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "Deletes refs of landed or released work, logs of old runs and unused "
          + "worktrees, as 'retention' in roundhouse.yaml says; compacts the "
          + "journal; packs refs and runs git gc if due. Other work is never "
          + "deleted. Refused while a run is active."
    },
    footer = {"roundhouse gc --dry-run    # what would be deleted", "roundhouse gc"})
final class GcCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(names = "--dry-run", description = "show what would be deleted; change nothing")
  private boolean dryRun;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Orchestrator orchestrator = new OrchestratorOpener(parent).with(new RunFlags()).build();
    GcReport report = dryRun ? orchestrator.previewGarbage() : orchestrator.collectGarbage();
    if (json) {
      parent.terminal().out().println(Json.of(report));
    } else {
      print(report);
    }
    return ExitCode.OK.code();
  }

  private void print(GcReport report) {
    String verb = report.dryRun() ? "would delete " : "deleted ";
    list(verb, report.refs());
    list(verb + "the logs of ", report.logs());
    list(
        report.dryRun() ? "would remove, if everything in it is saved: " : "removed ",
        report.slots());
    list("kept, because it holds files that exist nowhere else: ", report.unsaved());
    list("kept, because it holds work that could not be saved: ", report.putAside());
    parent
        .terminal()
        .out()
        .println(
            (report.dryRun() ? "would compact a journal of " : "freed ")
                + Plural.of(report.journalBytes(), "byte")
                + (report.dryRun() ? "" : " of the journal"));
  }

  private void list(String what, List<String> names) {
    Terminal terminal = parent.terminal();
    names.forEach(each -> terminal.out().println(what + terminal.safe(each)));
  }
}
