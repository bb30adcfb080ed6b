package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.internal.agent.CommandAgent;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that hold the output of one attempt; a file need not exist. Immutable.
 *
 * @param directory the directory that holds it
 */
public record AttemptLogs(Path directory) {
  /** Returns the file with the output of the agent. */
  public Path agent() {
    return directory.resolve("agent.log");
  }

  /** Returns the file with the output of the agent that validated the issue first. */
  public Path validation() {
    return directory.resolve("validate.log");
  }

  /** Returns the file with the output of the gate. */
  public Path gate() {
    return directory.resolve("gate.log");
  }

  /** Returns the file with the prompt of the step whose output goes to {@code log}. */
  public static Path prompt(Path log) {
    return CommandAgent.prompt(log);
  }

  /** Returns the existing files that hold the output printed to {@code log}, oldest first. */
  public static List<Path> parts(Path log) {
    return LogTail.parts(log);
  }
}
