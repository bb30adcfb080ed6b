package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.EventStream;
import dev.roundhouse.cli.telemetry.RunTraces;
import dev.roundhouse.cli.telemetry.TraceSettings;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows the runs of one command besides its progress: the stream of events, and traces.
 * Immutable; safe for use by any number of threads.
 */
final class RunFollowers implements AutoCloseable {
  private final Optional<EventStream> events;
  private final @Nullable RunTraces traces; // its library is loaded only if there are any

  private RunFollowers(Optional<EventStream> events, @Nullable RunTraces traces) {
    this.events = events;
    this.traces = traces;
  }

  /**
   * Returns those of a command with the flags {@code events}.
   *
   * @throws RefusedException if the events cannot be written, or traces cannot be sent as the
   *     environment says
   */
  static RunFollowers of(CommandContext parent, EventFlags events) throws RefusedException {
    Optional<EventStream> opened = events.open(parent);
    try {
      return new RunFollowers(opened, traces(parent.terminal()));
    } catch (RefusedException refused) {
      opened.ifPresent(EventStream::close);
      throw refused;
    }
  }

  private static @Nullable RunTraces traces(Terminal terminal) throws RefusedException {
    try {
      return TraceSettings.areWanted(terminal.environment())
          ? RunTraces.begin(terminal.clock())
          : null;
    } catch (IllegalArgumentException invalid) {
      throw RefusedException.input(
          "traces cannot be sent: " + invalid.getMessage(),
          "correct the variables that begin with OTEL_, or unset them");
    }
  }

  /** Returns a listener that hands each event to {@code progress} and to the followers. */
  RunListener and(RunListener progress) {
    return event -> {
      progress.on(event);
      events.ifPresent(each -> each.on(event));
      if (traces != null) {
        traces.on(event);
      }
    };
  }

  /** Waits, with a bound, until the followers have what has happened. */
  @Override
  public void close() {
    events.ifPresent(EventStream::close);
    if (traces != null) {
      traces.close();
    }
  }
}
