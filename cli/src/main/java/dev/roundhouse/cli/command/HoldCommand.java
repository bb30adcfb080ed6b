package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.NullTerminal;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes issues wait for approval. */
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    description = {
      "Lets issues wait for 'approve' before they are worked, or with --landing before they land."
    })
final class HoldCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(NullTerminal.TERMINAL);

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "ids, or bare numbers")
  private List<String> issues = List.of();

  @Option(names = "--landing", description = "they may be worked, but not land")
  private boolean landing;

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answer(
        parent,
        issues,
        (plan, ids) -> plan.hold(ids, stage()),
        "awaits approval before it " + (landing ? "lands" : "is worked"));
  }

  private ApprovalStage stage() {
    return landing ? ApprovalStage.LAND : ApprovalStage.RUN;
  }
}
