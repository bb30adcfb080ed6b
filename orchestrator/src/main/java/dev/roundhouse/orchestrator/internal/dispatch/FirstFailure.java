package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps the first failure of a run, with later ones attached. For one thread. */
final class FirstFailure {
  private @Nullable Throwable first;

  /** Adds a failure; returns true if it is the first. */
  boolean add(Throwable cause) {
    if (first == null) {
      first = cause;
      return true;
    }
    first.addSuppressed(cause);
    return false;
  }

  boolean isNone() {
    return first == null;
  }

  /** Throws the first failure, if there was one. */
  void rethrow() throws IOException, RefusedException, InterruptedException {
    if (first instanceof IOException failed) {
      throw failed;
    }
    if (first instanceof RefusedException refused) {
      throw refused;
    }
    if (first instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (first != null) {
      throw new IllegalStateException("a worker failed: " + first, first);
    }
  }
}
