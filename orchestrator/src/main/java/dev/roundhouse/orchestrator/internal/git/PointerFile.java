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
 * A small file in which git says where something is: {@code .git}, {@code HEAD}, {@code gitdir} and
 * the like. Anybody may have put anything in its place, also in that of somebody else's: what is no
 * such file says nothing, and is no reason to give up.
 */
public final class PointerFile {
  private static final long LARGEST = 10_000; // bytes

  private PointerFile() {}

  /**
   * What {@code file} says; empty where it is none, cannot be opened or is too large. Bytes that
   * are no UTF-8 are replaced, so that it names nothing.
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

  /** What {@code named} is, seen from {@code base}; empty if that can be no path. */
  public static Optional<Path> path(Path base, String named) {
    try {
      return named.isEmpty() ? Optional.empty() : Optional.of(base.resolve(named));
    } catch (InvalidPathException impossible) {
      return Optional.empty();
    }
  }
}
