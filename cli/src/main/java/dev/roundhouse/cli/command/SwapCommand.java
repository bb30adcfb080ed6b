package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Swaps the places of two issues. */
@Command(
    name = "swap",
    mixinStandardHelpOptions = true,
    description = "Lets two issues that wait swap their places in the order.")
final class SwapCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(index = "0", paramLabel = "ISSUE", description = "one id, or bare number")
  private String one = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "the other")
  private String other = "";

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answer(
        parent,
        List.of(one, other),
        (plan, ids) -> plan.swap(ids.get(0), ids.get(1)),
        "has the other's place");
  }
}
