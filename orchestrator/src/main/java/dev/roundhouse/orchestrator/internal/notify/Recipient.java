package dev.roundhouse.orchestrator.internal.notify;

import java.util.concurrent.CompletableFuture;

/** A recipient of messages: a command or a web address. Used by one thread at a time. */
interface Recipient {
  /** Returns its name for people; has no secret. */
  String name();

  /**
   * Delivers {@code message}, once.
   *
   * @param stop completes when there is no more time
   * @throws UndeliveredException if it was not taken
   */
  void deliver(Message message, CompletableFuture<Void> stop)
      throws UndeliveredException, InterruptedException;

  /** A message was not taken. Its text has no secret. */
  final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean isRepeatable;

    /** Creates one; {@code isRepeatable} if another try may help. */
    UndeliveredException(String why, boolean isRepeatable) {
      super(why);
      this.isRepeatable = isRepeatable;
    }

    boolean isRepeatable() {
      return isRepeatable;
    }
  }
}
