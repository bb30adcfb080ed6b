package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.orchestrator.git.KeptWork;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists kept work and brings it back. */
@Command(
    name = "rescue",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the work of every attempt, landed or not, committed or not; with --branch puts one",
      "piece of it on a branch."
    })
final class RescueCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(Nowhere.TERMINAL);

  @Parameters(arity = "0..1", paramLabel = "ISSUE", description = "only the work on this issue")
  private @Nullable String issue;

  @Option(names = "--attempt", paramLabel = "N", description = "only that attempt's")
  private int attempt;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "make a branch of the newest piece that is left, uncommitted files included")
  private @Nullable String branch;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(parent.directory())) {
      List<KeptWork> kept =
          KeptWork.list(repository).stream()
              .filter(each -> issue == null || each.isOf(issue))
              .filter(each -> attempt == 0 || each.number() == attempt)
              .toList();
      if (branch != null) {
        restore(repository, kept, branch);
      } else if (json) {
        parent.terminal().out().println(Json.ofKept(kept));
      } else {
        print(kept);
      }
      return ExitCode.OK.code();
    }
  }

  private void restore(Repository repository, List<KeptWork> kept, String name)
      throws IOException, RefusedException, InterruptedException {
    if (issue == null || kept.isEmpty()) {
      throw RefusedException.input(
          issue == null ? "--branch needs the issue" : "no work on " + issue + " is kept",
          "see 'roundhouse rescue' for what is");
    }
    KeptWork newest = kept.get(kept.size() - 1);
    if (!newest.toBranch(repository, name)) {
      throw RefusedException.input(
          "there is a branch " + name + " already, or that is no name for one",
          "name another with --branch");
    }
    Terminal terminal = parent.terminal();
    terminal
        .out()
        .println(
            "branch "
                + terminal.safe(name)
                + " is at "
                + newest.best()
                + "; 'git switch "
                + terminal.safe(name)
                + "' to look at it");
  }

  private void print(List<KeptWork> kept) {
    Terminal terminal = parent.terminal();
    if (kept.isEmpty()) {
      terminal.out().println("no work is kept" + (issue == null ? "" : " for that issue"));
    }
    for (KeptWork each : kept) {
      terminal.out().printf("%s attempt %d%n", each.issue(), each.number());
      each.pieces().forEach((name, commit) -> terminal.out().printf("  %-10s %s%n", name, commit));
    }
    if (!kept.isEmpty()) {
      terminal.out().println("'roundhouse rescue ISSUE --branch NAME' puts it on a branch");
    }
  }
}
