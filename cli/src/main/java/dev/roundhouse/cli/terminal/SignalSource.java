package dev.roundhouse.cli.terminal;

/** The source of signals, and the way to end the process without waiting. */
public interface SignalSource {
  /**
   * Registers {@code answer} to be called whenever the signal with the short name {@code name}
   * arrives.
   */
  void on(String name, Runnable answer);

  /** Ends the process at once. */
  void halt(int code);

  /** Returns a source that never sends a signal. */
  static SignalSource none() {
    return new SignalSource() {
      @Override
      public void on(String name, Runnable answer) {
        // no signal ever comes
      }

      @Override
      public void halt(int code) {
        throw new IllegalStateException("nobody asked to halt");
      }
    };
  }
}
