package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;

/** From a command line and the configuration to an orchestrator's parts. */
final class OrchestratorOpener {
  private final RoundhouseCommand parent;

  OrchestratorOpener(RoundhouseCommand parent) {
    this.parent = parent;
  }

  /** The parts, with the configuration of the checkout under {@code flags}. */
  Orchestrator.Builder with(RunFlags flags) throws IOException, RefusedException {
    Path directory = parent.directory();
    RunOptions.Builder configured = ConfigFile.read(Orchestrator.at(directory).build().checkout());
    return Orchestrator.at(directory)
        .environment(parent.terminal().environment())
        .options(flags.over(configured, directory));
  }
}
