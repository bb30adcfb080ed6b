package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.Rescue;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists kept work, restores it, and discards it. */
@Command(
    name = "rescue",
    mixinStandardHelpOptions = true,
    description = {
      "Every attempt's commits and uncommitted files are kept under "
          + "refs/roundhouse, whatever became of it. This lists them, and restores "
          + "one piece to a branch (--branch) or a patch (--patch). --release lets "
          + "'gc' delete them."
    },
    footer = {
      "roundhouse rescue",
      "roundhouse rescue BUG-42/1 --branch try-again    # attempt 1 to a new branch",
      "roundhouse rescue BUG-42 --patch - | git apply"
    })
final class RescueCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Parameters(
      arity = "0..1",
      paramLabel = "ISSUE[/N]",
      description = "only the work on this issue, or on its attempt N")
  private @Nullable String issue;

  @Option(names = "--attempt", paramLabel = "N", description = "only the work of that attempt")
  private int attempt;

  @Option(
      names = "--piece",
      paramLabel = "NAME",
      description = "the piece to use, such as lost-1 (default: the most complete one)")
  private @Nullable String piece;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @ArgGroup private Choice choice = new Choice();

  /** The flags that choose what to do with kept work. */
  static final class Choice {
    @Option(
        names = "--branch",
        paramLabel = "NAME",
        description =
            "create a branch from one piece (default: the most complete one of the newest attempt)")
    @Nullable String branch;

    @Option(
        names = "--patch",
        paramLabel = "FILE",
        description = "write a patch for 'git apply' to a new file, or to - for standard output")
    @Nullable Path patch;

    @Option(names = "--release", description = "let the next 'gc' delete it, landed or not")
    boolean release;

    boolean isMade() {
      return branch != null || patch != null || release;
    }
  }

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Rescue rescue = Orchestrator.at(parent.directory()).build().rescue();
    KeptWorkSelection chosen = KeptWorkSelection.parse(issue, attempt);
    List<KeptWork> kept = chosen.of(rescue.list());
    if (choice.isMade()) {
      chosen.requireOne(kept);
    }
    if (choice.release) {
      rescue.release(kept);
      kept = chosen.of(rescue.list());
    }
    if (choice.branch != null || choice.patch != null) {
      restore(rescue, kept.get(kept.size() - 1));
    } else if (json) {
      parent.terminal().out().println(Json.ofKept(kept));
    } else {
      print(kept, issues(rescue));
    }
    return ExitCode.OK.code();
  }

  private void restore(Rescue rescue, KeptWork newest)
      throws IOException, RefusedException, InterruptedException {
    String commit = KeptWorkSelection.commit(newest, piece);
    Terminal terminal = parent.terminal();
    if (choice.branch != null) {
      rescue.toBranch(commit, choice.branch);
      String name = terminal.safe(choice.branch);
      terminal
          .out()
          .println("branch " + name + " is at " + commit + "; 'git switch " + name + "' shows it");
    } else if (choice.patch != null && choice.patch.toString().equals("-")) {
      terminal.out().flush();
      rescue.toPatch(newest, commit, System.out); // any bytes; Main reports a failure
    } else if (choice.patch != null) {
      Path file = terminal.directory().resolve(choice.patch);
      rescue.toPatch(newest, commit, file);
      String name = terminal.safe(file.toString());
      terminal
          .out()
          .println(name + " holds the changes of " + commit + "; apply it with 'git apply'");
    }
  }

  private static Map<String, IssueId> issues(Rescue rescue) {
    try {
      return rescue.issues();
    } catch (IOException damaged) {
      return Map.of(); // work is listed even if the ledger is damaged
    }
  }

  private void print(List<KeptWork> kept, Map<String, IssueId> issues) {
    Terminal terminal = parent.terminal();
    if (kept.isEmpty()) {
      terminal.out().println("no work is kept" + (issue == null ? "" : " for that issue"));
    }
    for (KeptWork each : kept) {
      String released = each.released() ? " (released: the next gc deletes it)" : "";
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "%s, attempt %d%s%n",
              issues.containsKey(each.issue()) ? issues.get(each.issue()) : each.issue(),
              each.number(),
              released);
      each.pieces()
          .forEach(
              (name, commit) ->
                  terminal.out().printf(Locale.ROOT, "  %-10s %s%n", terminal.safe(name), commit));
    }
    if (!kept.isEmpty()) {
      terminal.out().println("'roundhouse rescue ISSUE --branch NAME' creates a branch from it");
    }
  }
}
