package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.EventStream;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag of commands that run something which says where the events of the run are written. */
final class EventFlags {
  private static final String OUTPUT = "-";

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description =
          "append each event to FILE as a line of JSON; with -, print events to stdout and"
              + " everything else to stderr")
  private @Nullable String file;

  /** Tells whether standard output has nothing but the events. */
  boolean areOutput() {
    return OUTPUT.equals(file);
  }

  /** Refuses the flag beside {@code --json}, if they want the same stream, or without a run. */
  void check(boolean json, boolean dryRun) throws RefusedException {
    if (areOutput() && json) {
      throw RefusedException.input(
          "--json and '--events -' both need standard output",
          "write the events to a file with --events FILE, or leave out --json");
    }
    if (file != null && dryRun) {
      throw RefusedException.input(
          "--events has nothing to write with --dry-run", "leave out one of them");
    }
  }

  /** Opens the stream of events, if there is to be one. */
  Optional<EventStream> open(CommandContext parent) throws RefusedException {
    Terminal terminal = parent.terminal();
    if (file == null) {
      return Optional.empty();
    }
    if (areOutput()) {
      return Optional.of(EventStream.toOutput(terminal));
    }
    try {
      if (file.isBlank()) {
        throw RefusedException.input("--events needs the name of a file", "or - to print them");
      }
      return Optional.of(EventStream.to(parent.directory().resolve(Path.of(file)), terminal));
    } catch (IOException failed) {
      throw RefusedException.input(
          "--events cannot be written: " + FileErrors.describe(failed),
          "name a file in a directory that exists and that you may write to");
    }
  }
}
