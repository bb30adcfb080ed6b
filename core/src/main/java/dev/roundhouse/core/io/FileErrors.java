package dev.roundhouse.core.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/**
 * Describes the failure of a file operation in words: the JDK's own messages are often only a path.
 */
public final class FileErrors {
  private static final Map<Class<?>, String> WORDS =
      Map.of(
          NoSuchFileException.class, "does not exist",
          AccessDeniedException.class, "cannot be accessed: permission denied",
          FileAlreadyExistsException.class, "already exists",
          NotDirectoryException.class, "is not a directory",
          DirectoryNotEmptyException.class, "is not empty",
          FileSystemLoopException.class, "is part of a loop of symbolic links");

  private FileErrors() {}

  /** Returns a sentence without a full stop that names the file and the reason. */
  public static String describe(Throwable failed) {
    String message = failed.getMessage() == null ? "" : failed.getMessage();
    if (!(failed instanceof IOException)) {
      return message.isEmpty() ? failed.toString() : message;
    }
    if (failed instanceof FileSystemException file) {
      String words = WORDS.get(file.getClass());
      boolean bare = file.getReason() == null && file.getFile() != null;
      return words != null && bare ? file.getFile() + " " + words : message;
    }
    boolean says = failed.getClass().equals(IOException.class) || hasWords(failed);
    String kind = failed.getClass().getSimpleName().replaceFirst("Exception$", "");
    return says && !message.isEmpty() ? message : kind + (message.isEmpty() ? "" : ": " + message);
  }

  /**
   * Tells whether the message is complete: true for Roundhouse's exceptions, and for those that
   * name the reason as well as the file.
   */
  private static boolean hasWords(Throwable failed) {
    return failed instanceof FileNotFoundException
        || failed.getClass().getName().startsWith("dev.roundhouse.");
  }
}
