package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.AttemptLogs;
import dev.roundhouse.orchestrator.agent.AgentTranscript;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Entry;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints a log, as it is or as a transcript. Not safe for use by several threads. */
final class LogOutput {
  private final Path log;
  private final boolean isRaw;
  private final Consumer<Entry> printer;
  private boolean isEmpty = true;
  private @Nullable AgentTranscript transcript; // made once there is a log, and so its format

  /**
   * Creates an output.
   *
   * @param isRaw true if the log is printed as it is
   */
  LogOutput(Path log, boolean isRaw, Consumer<Entry> printer) {
    this.log = log;
    this.isRaw = isRaw;
    this.printer = printer;
  }

  /** Prints the next piece of the log. */
  void print(String text) throws IOException {
    isEmpty &= text.isBlank();
    if (isRaw) {
      printer.accept(new Entry(Kind.PIECE, "", text));
      return;
    }
    if (transcript == null) {
      transcript = AttemptLogs.transcript(log, printer);
    }
    transcript.take(text);
  }

  /** Tells whether there was nothing but space so far. */
  boolean isEmpty() {
    return isEmpty;
  }

  /** Notes that the log is at its end. */
  void end() {
    if (transcript != null) {
      transcript.end();
    }
  }
}
