package dev.roundhouse.core.testing;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * One change to a disk. Immutable.
 *
 * @param kind what is done
 * @param file to which file, or for {@link Kind#FORCE_NAMES} directory
 * @param target the new name of a rename, else the file
 * @param at where it writes, or the length a file is cut to
 * @param bytes what it writes
 */
public record Change(Kind kind, Path file, Path target, long at, byte[] bytes) {
  /** What can be done to a disk. */
  public enum Kind {
    CREATE,
    WRITE,
    TRUNCATE,
    FORCE,
    RENAME,
    DELETE,
    FORCE_NAMES
  }

  static Change of(Kind kind, Path file) {
    return new Change(kind, file, file, 0, new byte[0]);
  }

  /** Whether it needs room. */
  boolean grows() {
    return kind == Kind.CREATE || kind == Kind.WRITE || kind == Kind.RENAME;
  }

  /** A write of only the first half. */
  public Change half() {
    return new Change(kind, file, target, at, Arrays.copyOf(bytes, bytes.length / 2));
  }
}
