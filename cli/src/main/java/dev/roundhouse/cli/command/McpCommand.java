package dev.roundhouse.cli.command;

import dev.roundhouse.cli.mcp.McpEndpoint;
import dev.roundhouse.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Serves tools to assistants and agents. */
@Command(
    name = "mcp",
    mixinStandardHelpOptions = true,
    description = {
      "Speaks the Model Context Protocol on standard input and output, until the input ends. The"
          + " assistant or agent that starts it gets tools that show the backlog, the plan, issues,"
          + " logs and diffs of this repository, and what needs you.",
      "Without --allow-write the tools change nothing. With it, there are also tools that submit,"
          + " edit, retry, approve, hold, skip and cancel issues, as the commands of the same"
          + " names do.",
      "Only messages of the protocol go to standard output."
    },
    footer = {
      "claude mcp add roundhouse -- roundhouse mcp",
      "codex mcp add roundhouse -- roundhouse mcp --allow-write",
      "roundhouse -C ~/project mcp    # for a project in another directory"
    })
final class McpCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(names = "--allow-write", description = "also offer the tools that change the plan")
  private boolean allowWrite;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = parent.terminal();
    new McpEndpoint(parent.directory(), terminal, parent::answer).serve(allowWrite);
    return ExitCode.OK.code();
  }
}
