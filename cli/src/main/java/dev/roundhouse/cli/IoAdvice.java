package dev.roundhouse.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Says what to do about a failure of the file system, or of a program that met one. Only the disk
 * itself is read. Stateless.
 */
final class IoAdvice {
  private static final long LITTLE = 1_000_000;
  private static final String AGAIN = "then run again; the next run continues from what was saved";

  private IoAdvice() {}

  /** Returns advice on {@code failed}; {@code directory} is on the disk that may be full. */
  static String of(IOException failed, Path directory) {
    String message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
    if (failed instanceof AccessDeniedException || message.contains("permission denied")) {
      return "change the permissions of that file or directory, " + AGAIN;
    }
    if (failed instanceof NoSuchFileException || failed instanceof FileNotFoundException) {
      return "check the path, or restore the file, " + AGAIN;
    }
    if (message.contains(" is in the way: ")) {
      return "move that away, " + AGAIN;
    }
    if (message.contains("read-only file system")) {
      return "make that file system writable, " + AGAIN;
    }
    if (message.contains("too many open files")) {
      return "raise the limit on open files, for example with 'ulimit -n 4096', " + AGAIN;
    }
    long free = free(directory);
    if (free < LITTLE) {
      return "the disk is nearly full ("
          + free / 1000
          + " kB free): free some space where the repository and its worktrees are, "
          + AGAIN;
    }
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return "a disk or quota is full: free some space there, " + AGAIN;
    }
    return "correct the cause, " + AGAIN;
  }

  private static long free(Path directory) {
    try {
      return Files.getFileStore(directory.toAbsolutePath()).getUsableSpace();
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }
}
