package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.NullTerminal;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
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
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(NullTerminal.TERMINAL);

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "ids, or bare numbers")
  private List<String> issues = List.of();

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answer(parent, issues, PlanEditor::retry, RetryCommand::said);
  }

  private static String said(IssueStanding before) {
    if (IssueFinder.isGone(before)) {
      return "has no file; it is worked again once it has one";
    }
    IssueStatus status = before.issue().status();
    return status.isWorkable()
        ? "is free to be worked again"
        : "is not worked yet: its file says "
            + status.word()
            + "; set 'status: open' there to have it worked";
  }
}
