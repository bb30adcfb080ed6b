package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.NullTerminal;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Approves issues that await approval. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = {"Says yes to issues that await approval: to be worked, or to land."})
final class ApproveCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(NullTerminal.TERMINAL);

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "ids, or bare numbers")
  private List<String> issues = List.of();

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answer(parent, issues, PlanEditor::approve, "is approved");
  }
}
