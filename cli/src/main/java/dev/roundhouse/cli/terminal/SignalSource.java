package dev.roundhouse.cli.terminal;

/** Where signals come from, and the way out that waits for nothing. */
public interface SignalSource {
  /** Has {@code answer} called whenever the signal of that short name arrives. */
  void on(String name, Runnable answer);

  /** Ends the process at once. */
  void halt(int code);

  /** A source of no signals. */
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
