package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.NullTerminal;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Cancels issues. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Calls issues off, also while they are worked: the agent is ended and its work kept.",
      "Too late once an issue is landing. 'retry' takes it back."
    })
final class CancelCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(NullTerminal.TERMINAL);

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "ids, or bare numbers")
  private List<String> issues = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "why, in one line (default: cancelled by hand)")
  private String reason = "cancelled by hand";

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answer(parent, issues, (plan, ids) -> plan.cancel(ids, reason), "is called off");
  }
}
