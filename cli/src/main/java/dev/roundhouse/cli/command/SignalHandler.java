package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stops a run on signals: the first Ctrl-C drains, the second interrupts, the third ends it at
 * once; SIGTERM drains and then interrupts; a closed terminal interrupts. Safe for use by any
 * number of threads.
 */
final class SignalHandler {
  private final Terminal terminal;
  private final StopSignal signal = new StopSignal();
  private final AtomicReference<@Nullable ExitCode> first = new AtomicReference<>();

  private SignalHandler(Terminal terminal) {
    this.terminal = terminal;
  }

  static SignalHandler on(Terminal terminal) {
    SignalHandler keys = new SignalHandler(terminal);
    terminal.signals().on("INT", () -> keys.pressed(ExitCode.INTERRUPTED));
    terminal.signals().on("TERM", () -> keys.pressed(ExitCode.TERMINATED));
    terminal.signals().on("HUP", keys::hungUp);
    return keys;
  }

  StopSignal signal() {
    return signal;
  }

  private void pressed(ExitCode as) {
    first.compareAndSet(null, as); // before the run can end because of it
    if (signal.raise(StopSignal.Level.DRAIN)) {
      terminal
          .err()
          .println(
              "\nroundhouse: finishing running issues, starting no new ones;\n"
                  + "  press Ctrl-C again to stop them now (their work is kept)");
    } else if (signal.raise(StopSignal.Level.INTERRUPT)) {
      terminal
          .err()
          .println(
              "\nroundhouse: stopping agents, keeping their work;\n"
                  + "  press Ctrl-C again to exit at once");
    } else {
      terminal.signals().halt(exit().code());
    }
  }

  /** Asks for an end as Ctrl-C does, but never for one at once. */
  void quit() {
    if (signal.level() != StopSignal.Level.INTERRUPT) {
      pressed(ExitCode.INTERRUPTED);
    }
  }

  private void hungUp() {
    signal.raise(StopSignal.Level.INTERRUPT);
  }

  private ExitCode exit() {
    return Objects.requireNonNullElse(first.get(), ExitCode.INTERRUPTED);
  }

  /** Returns the exit code of a run that ended with {@code report}. */
  ExitCode exitCode(RunReport report) {
    return switch (report.ending()) {
      case DRAINED, INTERRUPTED -> exit();
      case FINISHED, HELD -> report.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    };
  }
}
