package dev.roundhouse.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows the help of a command. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description =
        "The same as 'roundhouse COMMAND --help'; without a command, the same as"
            + " 'roundhouse --help'.",
    footer = {"roundhouse help run", "roundhouse help agents check"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "the command")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine().getParent();
    for (String each : words) {
      CommandLine below = line.getSubcommands().get(each);
      if (below == null) {
        throw new UnmatchedArgumentException(line, List.of(each));
      }
      line = below;
    }
    line.usage(line.getOut());
    return ExitCode.OK.code();
  }
}
