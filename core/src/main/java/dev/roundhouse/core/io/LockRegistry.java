package dev.roundhouse.core.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * The lock files this JVM has open, by real path: the only static state of the product. An entry is
 * never closed, because closing a file drops every lock the process has on it.
 */
final class LockRegistry {
  private static final Map<Path, Entry> ENTRIES = new HashMap<>();

  private LockRegistry() {}

  static Entry entry(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path directory = Objects.requireNonNull(absolute.getParent(), "a lock file has a directory");
    Path real = directory.toRealPath().resolve(path.getFileName());
    synchronized (ENTRIES) {
      Entry entry = ENTRIES.get(real);
      if (entry == null) {
        entry = new Entry(new RandomAccessFile(real.toFile(), "rw"), new Semaphore(1, true));
        ENTRIES.put(real, entry);
      }
      return entry;
    }
  }

  /**
   * One open lock file.
   *
   * @param file the file, which is never closed
   * @param turn the turn that threads of this JVM take
   */
  record Entry(RandomAccessFile file, Semaphore turn) {}
}
