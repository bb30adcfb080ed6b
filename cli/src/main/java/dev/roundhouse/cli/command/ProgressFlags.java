package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.terminal.Terminal;
import java.time.InstantSource;
import picocli.CommandLine.Option;

/** The flags of commands that show the progress of a run. */
final class ProgressFlags {
  @Option(names = "--plain", description = "print one line for each event, without a live view")
  private boolean plain;

  /**
   * Returns the progress of a run, shown at {@code terminal}, where a person can end it as {@code
   * handler} answers signals.
   */
  Progress progress(Terminal terminal, SignalHandler handler) {
    InstantSource clock = terminal.clock();
    Progress progress =
        plain ? Progress.plain(terminal, clock) : Progress.live(terminal, clock, handler::quit);
    handler.signal().onRaise(progress::stopping);
    return progress;
  }
}
