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

/** Sets issues aside. */
@Command(
    name = "skip",
    mixinStandardHelpOptions = true,
    description = {
      "Puts issues aside until 'retry', also while they are worked: the agent is ended and its",
      "work kept."
    })
final class SkipCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(NullTerminal.TERMINAL);

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "ids, or bare numbers")
  private List<String> issues = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "why, in one line (default: skipped by hand)")
  private String reason = "skipped by hand";

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answer(parent, issues, (plan, ids) -> plan.skip(ids, reason), "is put aside");
  }
}
