package dev.roundhouse.cli.command;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.Overview;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes issues free to be worked again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Makes issues free to be worked again, whatever became of them, landed ones included;",
      "failures count from nothing, attempts go on counting."
    })
final class RetryCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(Nowhere.TERMINAL);

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "ids, or bare numbers")
  private List<String> issues = List.of();

  @Override
  public Integer call() throws IOException, RefusedException {
    Orchestrator.Builder parts = new Opening(parent).with(flags.asRunFlags());
    Overview overview = Overview.of(parts);
    List<IssueId> ids = new ArrayList<>();
    for (String each : issues) {
      ids.add(OneIssue.find(overview, each).issue().id());
    }
    try {
      parts.build().retry(ids);
    } catch (IllegalTransitionException busy) {
      throw RefusedException.input(
          String.valueOf(busy.getMessage()), "an issue can be retried once its attempt is over");
    }
    ids.forEach(id -> parent.terminal().out().println(id + " is free to be worked again"));
    return ExitCode.OK.code();
  }
}
