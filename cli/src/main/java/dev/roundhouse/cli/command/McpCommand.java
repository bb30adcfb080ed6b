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
      "Speaks the Model Context Protocol on standard input and output, until the input ends. An"
          + " assistant or agent starts it, and then has tools that show the backlog, the plan, issues,"
          + " logs and diffs of this repository, and what needs you.",
      "Without --allow-write its tools change nothing. With it, there are also tools that submit,"
          + " edit, retry, approve, hold, skip and cancel issues, as the commands of these names do.",
      "Standard output has nothing but the protocol."
    },
    footer = {
      "claude mcp add roundhouse -- roundhouse mcp",
      "codex mcp add roundhouse -- roundhouse mcp --allow-write",
      "roundhouse -C ~/project mcp    # for a project that is not here"
    })
final class McpCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(names = "--allow-write", description = "also serve the tools that change the plan")
  private boolean allowWrite;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = parent.terminal();
    new McpEndpoint(parent.directory(), terminal, parent::answer).serve(allowWrite);
    return ExitCode.OK.code();
  }
}
