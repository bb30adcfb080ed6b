package dev.roundhouse.orchestrator.run;

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
}
