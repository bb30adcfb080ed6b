package dev.roundhouse.core.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that is replaced as a whole or not at all, whatever happens meanwhile: a staged sibling is
 * written, forced and renamed over it, and then the directory is forced.
 *
 * <p>Safe for use by any number of threads and processes: readers see one complete content, and the
 * last replacement wins.
 */
public final class AtomicFile {
  private static final String STAGED = ".staged";

  private final Path target;
  private final Path directory;
  private final Disk disk;

  /** Creates a handle on the file at {@code target}, which need not exist; its directory must. */
  public AtomicFile(Path target) {
    this(target, Disk.real());
  }

  /** Creates a handle on the file at {@code target} of {@code disk}. */
  public AtomicFile(Path target, Disk disk) {
    this.disk = disk;
    this.target = target.toAbsolutePath();
    this.directory = Objects.requireNonNull(this.target.getParent(), "a file has a directory");
  }

  /**
   * Replaces the content; durable when this returns.
   *
   * @throws IOException if that failed; the old content stands, or if only the last step failed the
   *     new one does, possibly not durable
   */
  public void replace(byte[] content) throws IOException {
    Path staged = directory.resolve(target.getFileName() + "." + UUID.randomUUID() + STAGED);
    try {
      try (Disk.OpenFile out = disk.open(staged)) {
        out.write(0, content);
        out.force();
      }
      disk.rename(staged, target);
    } catch (IOException broken) {
      discard(staged, broken);
      throw broken;
    }
    disk.force(directory);
  }

  private void discard(Path staged, IOException cause) {
    try {
      disk.delete(staged);
    } catch (IOException worse) {
      cause.addSuppressed(worse);
    }
  }

  /**
   * Deletes what interrupted replacements left beside the file after a crash. The caller must know
   * that no replacement is in progress.
   *
   * @throws IOException if something could not be deleted
   */
  public void tidy() throws IOException {
    tidy(directory, target.getFileName() + ".*", disk);
  }

  /**
   * Deletes what interrupted replacements of any file in {@code directory} left after a crash. The
   * caller must know that no replacement is in progress.
   *
   * @throws IOException if something could not be deleted
   */
  public static void tidy(Path directory, Disk disk) throws IOException {
    tidy(directory, "*", disk);
  }

  private static void tidy(Path directory, String names, Disk disk) throws IOException {
    for (Path each : Directories.entries(directory, names + STAGED)) {
      disk.delete(each);
    }
  }

  /**
   * Returns the whole content, or empty if there is no such file.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<byte[]> read() throws IOException {
    try {
      return Optional.of(Files.readAllBytes(target));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException failed) {
      throw Directories.explained(target, failed);
    }
  }
}
