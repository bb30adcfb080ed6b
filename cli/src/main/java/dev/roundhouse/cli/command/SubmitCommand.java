package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Submits an issue that has no file: another name for {@code new --no-file}. */
@Command(
    name = "submit",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = {
      "The issue is stored in the ledger and runs like any other. Repeated "
          + "with the same --key within 24 hours, it is added only once."
    },
    footer = {
      "roundhouse submit 'Fix the empty-input crash' --priority P1",
      "echo 'Steps: …' | roundhouse submit 'Fix it' --body - --key request-17"
    })
final class SubmitCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private NewIssueFlags flags = new NewIssueFlags();

  @Parameters(paramLabel = "TITLE", description = "the title, in one line")
  private String title = "";

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.submit(parent, title);
  }
}
