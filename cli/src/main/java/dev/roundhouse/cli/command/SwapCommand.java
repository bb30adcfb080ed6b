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
    description = {"Each of two waiting issues gets the other's position in the order of the run."},
    footer = {"roundhouse swap BUG-1 BUG-2"})
final class SwapCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(index = "0", paramLabel = "ISSUE", description = "an issue's id or number")
  private String one = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "the other issue")
  private String other = "";

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answerOnce(
        parent,
        List.of(one, other),
        (plan, ids) -> plan.swap(ids.get(0), ids.get(1)),
        "have swapped positions");
  }
}
