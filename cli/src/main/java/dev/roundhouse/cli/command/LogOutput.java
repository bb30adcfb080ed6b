package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.TranscriptText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.AttemptLogs;
import dev.roundhouse.orchestrator.agent.AgentTranscript;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Prints a log, as it is or as a transcript. Not safe for use by several threads. */
final class LogOutput {
  private final Path log;
  private final Terminal terminal;
  private final boolean isRaw;
  private @Nullable AgentTranscript transcript; // made once there is a log, and so its format

  LogOutput(Path log, Terminal terminal, boolean isRaw) {
    this.log = log;
    this.terminal = terminal;
    this.isRaw = isRaw;
  }

  /** Prints the next piece of the log. */
  void print(String text) throws IOException {
    if (isRaw) {
      terminal.out().print(terminal.live() ? terminal.safe(text) : text);
      return;
    }
    if (transcript == null) {
      transcript = AttemptLogs.transcript(log, new TranscriptText(terminal)::print);
    }
    transcript.take(text);
  }

  void flush() {
    terminal.out().flush();
  }

  /** Notes that the log is at its end. */
  void end() {
    if (transcript != null) {
      transcript.end();
    }
    flush();
  }
}
