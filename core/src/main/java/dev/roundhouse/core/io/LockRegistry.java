package dev.roundhouse.core.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The lock files this JVM has open, by real path: the only static state of the product. A file is
 * never closed, because closing it drops every lock the process has on it.
 *
 * <p>There is one registry for all class loaders of the JVM: it lies in the system properties and
 * consists of the JDK's own types, so that the end of one class loader closes no file of another.
 */
final class LockRegistry {
  /** The name of the system property; the number is that of the layout of its values. */
  static final String NAME = "dev.roundhouse.locks.1";

  // the parts of one open file; behind them is the one that was at its path before, to stay open
  private static final int FILE = 0;
  private static final int TURN = 1;
  private static final int KEY = 2;

  private static final Map<String, Object[]> FILES = files();

  private LockRegistry() {}

  @SuppressWarnings("unchecked") // only this class writes the property
  private static Map<String, Object[]> files() {
    return (Map<String, Object[]>)
        System.getProperties().computeIfAbsent(NAME, name -> new HashMap<String, Object[]>());
  }

  /** Returns the lock file at {@code path}, created and opened if need be. */
  static Entry entry(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path directory = Objects.requireNonNull(absolute.getParent(), "a lock file has a directory");
    Path real = directory.toRealPath().resolve(path.getFileName());
    synchronized (FILES) {
      Object[] known = FILES.get(real.toString());
      if (known == null || !isAt(real, known[KEY])) {
        known = open(real, known);
        FILES.put(real.toString(), known);
      }
      return new Entry(
          real,
          (RandomAccessFile) Objects.requireNonNull(known[FILE]),
          (Semaphore) Objects.requireNonNull(known[TURN]),
          known[KEY]);
    }
  }

  /**
   * Opens the file at {@code real}. Threads of this JVM still take the turn of the file that was
   * there before, and that one stays open.
   */
  private static Object[] open(Path real, Object @Nullable [] before) throws IOException {
    while (true) {
      Object found = key(real);
      RandomAccessFile file = file(real);
      Object key = key(real);
      if (found == null || found.equals(key)) {
        Object turn = before == null ? new Semaphore(1, true) : before[TURN];
        return new Object[] {file, turn, key, before};
      }
      file.close(); // replaced meanwhile; nothing was locked through it
    }
  }

  private static RandomAccessFile file(Path real) throws IOException {
    try {
      return new RandomAccessFile(real.toFile(), "rw");
    } catch (FileNotFoundException failed) {
      throw Directories.explained(real, failed);
    }
  }

  /** Returns what identifies the file at {@code path}; null if none is there, or nothing does. */
  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException removed) {
      return null;
    }
  }

  private static boolean isAt(Path real, @Nullable Object key) throws IOException {
    return key == null ? Files.exists(real) : key.equals(key(real));
  }

  /**
   * One open lock file.
   *
   * @param path its real path
   * @param file the file, which is never closed
   * @param turn the turn that threads of this JVM take
   * @param key the file's identity; null where the file system has none
   */
  record Entry(Path path, RandomAccessFile file, Semaphore turn, @Nullable Object key) {
    /** Tells whether the file at the path is still this one. */
    boolean isCurrent() throws IOException {
      return isAt(path, key);
    }
  }
}
