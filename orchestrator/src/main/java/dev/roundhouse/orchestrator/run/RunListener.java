package dev.roundhouse.orchestrator.run;

/**
 * Hears what a run does, as it does it.
 *
 * <p>Called from any thread of the run, one event at a time, in the order things happened, and
 * never while a lock of ours is held. An exception thrown from here is logged and otherwise
 * ignored: it cannot harm the run.
 */
@FunctionalInterface
public interface RunListener {
  /** Hears one event. */
  void on(RunEvent event);

  /** A listener that hears nothing. */
  static RunListener silent() {
    return event -> {};
  }
}
