package dev.roundhouse.orchestrator.process;

import dev.roundhouse.core.ledger.ProcessStamp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A child that waits to be told to go, and is ended with everything it started. Safe for use by any
 * number of threads.
 */
public final class OwnedProcess {
  private final Process process;
  private final ProcessStamp stamp;

  OwnedProcess(Process process, ProcessStamp stamp) {
    this.process = process;
    this.stamp = stamp;
  }

  /** What makes it itself; to be made durable before {@link #go}. */
  public ProcessStamp stamp() {
    return stamp;
  }

  /**
   * Lets it run the command. Without this it never does.
   *
   * @throws IOException if it is gone already
   */
  public void go() throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write("go\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Its exit code, once it has ended; 128 and the signal's number where a signal ended it. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Ends it and everything it started, also what it left behind when it ended by itself: first
   * politely, then, after {@code grace}, for good. Nothing of it runs when this returns.
   *
   * @throws IOException if something of it cannot be ended
   */
  public void end(Duration grace) throws IOException {
    process.getOutputStream().close();
    if (!new ProcessTree(stamp).end(grace)) {
      throw new IOException(
          "cannot end every process of the command started as "
              + stamp.pid()
              + "; end them by hand");
    }
  }
}
