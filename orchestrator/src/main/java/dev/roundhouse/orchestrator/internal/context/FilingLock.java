package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The lock that gives new issues their ids, one at a time: whoever adds an issue holds it from
 * looking for a free id until the issue is there. Stateless; safe for use by any number of threads
 * and processes.
 */
public final class FilingLock {
  /** The longest time to wait for it. */
  public static final Duration LIMIT = Duration.ofMinutes(1);

  private FilingLock() {}

  /**
   * Waits until no other thread or process adds an issue.
   *
   * @throws IOException if that takes too long
   */
  public static LockFile.Held acquire(Repository repository) throws IOException {
    return new LockFile(staging(repository).resolve("lock")).acquire(LIMIT);
  }

  /** Returns the directory for issue files in the making, which the holder of the lock may use. */
  public static Path staging(Repository repository) throws IOException {
    return Directories.create(repository.stateDir().resolve("new"));
  }
}
