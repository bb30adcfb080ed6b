package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What failed first in a run, and what after it. For one thread. */
final class FirstFailure {
  private @Nullable Throwable first;

  /** Adds one; true if it is the first. */
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

  /** Throws what failed first, if anything did. */
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
