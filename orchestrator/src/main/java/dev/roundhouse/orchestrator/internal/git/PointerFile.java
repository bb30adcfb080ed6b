package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a small file that git uses as a pointer: {@code .git}, {@code HEAD}, {@code gitdir} and the
 * like. Any process may have put anything in its place, even in a place that is not ours: such
 * content counts as empty and is not an error.
 */
public final class PointerFile {
  private static final long LARGEST = 10_000; // bytes

  private PointerFile() {}

  /**
   * Returns the text of {@code file}; empty if it is not a file, cannot be opened or is too large.
   * Bytes that are not UTF-8 are replaced, so that the text names nothing.
   *
   * @throws IOException if the file system fails
   */
  public static String text(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
          : "";
    } catch (AccessDeniedException | NoSuchFileException unreadable) {
      return "";
    }
  }

  /** Resolves {@code named} against {@code base}; empty if it cannot be a path. */
  public static Optional<Path> path(Path base, String named) {
    try {
      return named.isEmpty() ? Optional.empty() : Optional.of(base.resolve(named));
    } catch (InvalidPathException impossible) {
      return Optional.empty();
    }
  }
}
