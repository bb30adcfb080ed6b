package dev.roundhouse.core.backlog;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the attributes of files without opening them. For one thread. */
final class FileStamps implements IssueFileWalk.Visitor {
  private static final Mark MISSING = new Mark(-1, FileTime.fromMillis(0), null);

  private final Map<Path, Mark> marks = new HashMap<>();

  @Override
  public void file(Path file, BasicFileAttributes attributes) {
    marks.put(file, Mark.of(attributes));
  }

  @Override
  public void notPlain(Path file, BasicFileAttributes attributes) {
    file(file, attributes);
  }

  @Override
  public void unreadable(Path path, IOException why) {
    marks.put(path, MISSING);
  }

  /** Notes that {@code path} does not exist. */
  void missing(Path path) {
    marks.put(path, MISSING);
  }

  /**
   * Returns everything gathered, as a value that equals another one as long as no visible attribute
   * has changed. Immutable.
   */
  Object seal() {
    return Map.copyOf(marks);
  }

  /**
   * The attributes of one file; {@code key} distinguishes it from another file that took its place.
   */
  record Mark(long size, FileTime modified, @Nullable Object key) {
    static Mark of(BasicFileAttributes attributes) {
      return new Mark(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
  }
}
