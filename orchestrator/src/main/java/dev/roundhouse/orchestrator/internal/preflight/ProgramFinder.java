package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the programs of commands: relative to the top of the checkout, as the configuration means
 * them, relative to the directory in which Roundhouse was started, or on PATH. Immutable.
 *
 * @param repository the repository
 * @param request names the directory and the environment
 */
public record ProgramFinder(Repository repository, RunRequest request) {
  /**
   * Finds the program of {@code command}, if there is a command.
   *
   * @param role the purpose, as named in messages
   * @throws RefusedException if there is no such program
   */
  Optional<Program> find(String role, Optional<Command> command) throws RefusedException {
    return command.isEmpty() ? Optional.empty() : Optional.of(find(role, command.get()));
  }

  /**
   * Finds the program of {@code command}.
   *
   * @throws RefusedException if there is no such program
   */
  public Program find(String role, Command command) throws RefusedException {
    for (Path base : List.of(repository.checkout(), request.directory())) {
      Optional<Program> found = Program.find(command, base, request.environment());
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw RefusedException.input(
        "the " + role + "'s program does not exist or is not executable: " + command.display(),
        "check the path, 'chmod +x' it, or put it on PATH");
  }
}
