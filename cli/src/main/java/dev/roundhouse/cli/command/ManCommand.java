package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.ManualPage;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints manual pages. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the manual page of a command or, without one, of roundhouse, in the format that"
          + " 'man' reads. --all writes the pages of all commands into a directory, which is"
          + " created if it does not exist; existing pages are replaced."
    },
    footer = {"roundhouse man run | man -l -", "roundhouse man --all ~/.local/share/man/man1"})
final class ManCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "the command")
  private List<String> words = List.of();

  @Option(names = "--all", paramLabel = "DIR", description = "write all pages into a directory")
  private @Nullable Path all;

  @Override
  public Integer call() throws IOException, RefusedException {
    CommandLine root = RoundhouseCommand.line(parent.terminal());
    if (all == null) {
      parent.terminal().out().print(ManualPage.of(find(root).getCommandSpec()));
      return ExitCode.OK.code();
    }
    if (!words.isEmpty()) {
      throw RefusedException.input(
          "--all writes every page, not only that of " + words.get(0), "omit one of the two");
    }
    List<CommandSpec> pages = new ArrayList<>();
    collect(root, pages);
    Path directory = parent.directory().resolve(all);
    write(pages, directory);
    parent.terminal().err().println("wrote " + pages.size() + " pages into " + directory);
    return ExitCode.OK.code();
  }

  private CommandLine find(CommandLine root) {
    CommandLine line = root;
    for (String each : words) {
      CommandLine below = line.getSubcommands().get(each);
      if (below == null) {
        throw new UnmatchedArgumentException(line, List.of(each));
      }
      line = below;
    }
    return line;
  }

  private static void collect(CommandLine line, List<CommandSpec> pages) {
    pages.add(line.getCommandSpec());
    line.getSubcommands().values().stream().distinct().forEach(each -> collect(each, pages));
  }

  private static void write(List<CommandSpec> pages, Path directory)
      throws IOException, RefusedException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException file) {
      throw RefusedException.input(directory + " is not a directory", "name one, or a new one");
    }
    for (CommandSpec each : pages) {
      Path file = directory.resolve(ManualPage.name(each) + ".1");
      Files.writeString(file, ManualPage.of(each), StandardCharsets.UTF_8);
    }
  }
}
