package dev.roundhouse.web;

import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;

/** Opens the repository with its configuration as it is now; safe for use by many threads. */
@FunctionalInterface
public interface RepositorySource {
  /**
   * Returns an orchestrator for the repository.
   *
   * @throws RefusedException if the configuration is not valid
   * @throws IOException if it cannot be read
   */
  Orchestrator open() throws IOException, RefusedException;
}
