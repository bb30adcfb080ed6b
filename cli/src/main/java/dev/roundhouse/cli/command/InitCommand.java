package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Writes a first configuration. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "The file is written at the top of the checkout, unless one exists; "
          + "nothing else changes."
    },
    footer = {"roundhouse init"})
final class InitCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Override
  public Integer call() throws IOException, RefusedException {
    Path file = Orchestrator.at(parent.directory()).build().checkout().resolve(ConfigFile.NAME);
    try {
      Files.writeString(file, ConfigFile.MINIMAL, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException there) {
      throw RefusedException.input(file + " already exists", "edit it, or move it elsewhere");
    }
    parent.terminal().out().println("wrote " + file + "; next, set the agent and the gate in it");
    return ExitCode.OK.code();
  }
}
