package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Gives back space. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "Gives back the space of the journal: what happened is forgotten, what it came to is kept.",
      "Not while a run is going. No work, no ref and no log is touched."
    })
final class GcCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(Nowhere.TERMINAL);

  @Override
  public Integer call() throws IOException, RefusedException {
    long bytes = new Opening(parent).with(new RunFlags()).build().compact();
    parent.terminal().out().println("gave back " + bytes + " bytes of the journal");
    return ExitCode.OK.code();
  }
}
