package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.EventStream;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunListener;
import java.util.Optional;

/**
 * What follows the runs of one command besides its progress: the stream of events. Immutable; safe
 * for use by any number of threads.
 */
final class RunFollowers implements AutoCloseable {
  private final Optional<EventStream> events;

  private RunFollowers(Optional<EventStream> events) {
    this.events = events;
  }

  /**
   * Returns those of a command with the flags {@code events}.
   *
   * @throws RefusedException if the events cannot be written
   */
  static RunFollowers of(CommandContext parent, EventFlags events) throws RefusedException {
    return new RunFollowers(events.open(parent));
  }

  /** Returns a listener that hands each event to {@code progress} and to the followers. */
  RunListener and(RunListener progress) {
    return event -> {
      progress.on(event);
      events.ifPresent(each -> each.on(event));
    };
  }

  /** Waits, with a bound, until the followers have what has happened. */
  @Override
  public void close() {
    events.ifPresent(EventStream::close);
  }
}
