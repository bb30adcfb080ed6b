package dev.roundhouse.core.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Thrown if others held a lock for longer than the caller would wait; nothing was changed. */
public final class LockTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  LockTimeoutException(Path path, Duration limit) {
    super(
        "another process holds "
            + path
            + " and did not release it within "
            + limit.toMillis()
            + " ms; if no Roundhouse is running, look for a hanging process");
  }
}
