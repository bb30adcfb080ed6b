package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.agent.AgentTranscript;
import dev.roundhouse.orchestrator.internal.agent.CommandAgent;
import dev.roundhouse.orchestrator.internal.agent.StreamTranscript;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

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

  /**
   * Returns the last line printed to {@code log} that is not blank, rendered for people and without
   * what a terminal would interpret; empty if there is none. Reads no more than the end of the
   * file.
   *
   * @throws IOException if the file cannot be read
   */
  public static String lastLine(Path log) throws IOException {
    StringBuilder shown = new StringBuilder();
    AgentTranscript transcript = new StreamTranscript(log, entry -> show(entry, shown));
    transcript.take(LogTail.lines(log));
    return LogTail.lastLine(shown.toString());
  }

  private static void show(AgentTranscript.Entry entry, StringBuilder shown) {
    switch (entry.kind()) {
      case PIECE -> shown.append(entry.text());
      case RESULT -> shown.append('\n');
      default -> shown.append('\n').append(entry.head()).append(' ').append(entry.text());
    }
  }

  /** Returns the existing files that hold the output printed to {@code log}, oldest first. */
  public static List<Path> parts(Path log) {
    return LogTail.parts(log);
  }

  /**
   * Returns what renders the output printed to {@code log}, which need not exist yet, for people.
   *
   * @param reader takes each entry as soon as it is known
   * @throws IOException if the format of the output is on record and cannot be read
   */
  public static AgentTranscript transcript(Path log, Consumer<AgentTranscript.Entry> reader)
      throws IOException {
    return new StreamTranscript(log, reader);
  }
}
