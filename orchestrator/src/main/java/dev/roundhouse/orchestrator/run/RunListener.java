package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.issue.RunId;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Receives the events of a run as they happen.
 *
 * <p>Called from any thread of the run, one event at a time, in the order of the events, and never
 * while Roundhouse holds a lock. An exception thrown from here is logged and otherwise ignored: it
 * cannot harm the run.
 */
@FunctionalInterface
public interface RunListener {
  /** Receives one event. */
  void on(RunEvent event);

  /** Returns a listener that ignores all events. */
  static RunListener silent() {
    return event -> {};
  }

  /**
   * Returns a listener that renders each event as one line of JSON, described by
   * docs/schemas/events.schema.json.
   *
   * @param clock the source of the time of each event
   * @param lines receives each line, without a line end, on the thread of the event; it should
   *     return quickly
   */
  static RunListener jsonLines(InstantSource clock, Consumer<String> lines) {
    AtomicLong numbers = new AtomicLong();
    AtomicReference<Optional<RunId>> run = new AtomicReference<>(Optional.empty());
    return event -> {
      if (event instanceof RunEvent.Started started) {
        run.set(Optional.of(started.run()));
      }
      Optional<RunId> current = Objects.requireNonNull(run.get());
      lines.accept(EventJson.line(event, numbers.incrementAndGet(), clock.instant(), current));
      if (event instanceof RunEvent.Finished || event instanceof RunEvent.Aborted) {
        run.set(Optional.empty());
      }
    };
  }
}
