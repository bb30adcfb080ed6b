package dev.roundhouse.core.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that is replaced as a whole or not at all, whatever happens meanwhile: a staged sibling is
 * written and forced, renamed over it, and the directory forced.
 *
 * <p>Safe for use by any number of threads and processes: readers see one whole content, the last
 * replacement wins.
 */
public final class AtomicFile {
  private final Path target;
  private final Path directory;

  /** The file at {@code target}; it need not exist, its directory must. */
  public AtomicFile(Path target) {
    this.target = target.toAbsolutePath();
    this.directory = Objects.requireNonNull(this.target.getParent(), "a file has a directory");
  }

  /**
   * Replaces the content; durable when it returns.
   *
   * @throws IOException if it could not; the old content stands
   */
  public void replace(byte[] content) throws IOException {
    Path staged = Files.createTempFile(directory, target.getFileName() + ".", ".staged");
    try {
      try (FileOutputStream out = new FileOutputStream(staged.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      Files.move(staged, target, ATOMIC_MOVE, REPLACE_EXISTING);
      Directories.force(directory);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /**
   * The whole content, or empty if there is no such file.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<byte[]> read() throws IOException {
    try {
      return Optional.of(Files.readAllBytes(target));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }
}
