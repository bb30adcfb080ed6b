package dev.roundhouse.core.io;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates, lists, deletes and forces directories. Stateless; safe for use by any number of threads.
 */
public final class Directories {
  private Directories() {}

  /**
   * Makes the names in {@code directory} durable, even if the thread is interrupted; the interrupt
   * flag stays as it was.
   *
   * @throws IOException if they could not be made durable
   */
  public static void force(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!forcedUninterrupted(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Forces {@code directory} and returns true, or returns false with the interrupt flag set if an
   * interrupt came in between.
   */
  private static boolean forcedUninterrupted(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException interrupted) {
      return false;
    }
  }

  /**
   * Checks that {@code directory} is a directory or does not exist.
   *
   * @throws IOException if something else is there: a file, or a symbolic link that leads nowhere
   */
  public static void refuseObstacle(Path directory) throws IOException {
    boolean isThere =
        !Files.notExists(directory, NOFOLLOW_LINKS); // first: another may be creating it
    if (isThere && !Files.isDirectory(directory)) {
      throw new IOException(
          directory
              + " is in the way: a directory is needed there, and this is not one; move it "
              + "elsewhere");
    }
  }

  /**
   * Returns what is wrong if {@code failed} was met at {@code file}: that a directory is in its
   * place, if that is so, otherwise {@code failed} itself.
   */
  public static IOException explained(Path file, IOException failed) {
    return Files.isDirectory(file)
        ? new IOException(
            file
                + " is in the way: a file is needed there, and this is a directory; move it"
                + " elsewhere",
            failed)
        : failed;
  }

  /**
   * Creates {@code directory} and its missing parents, which a crash may undo.
   *
   * @throws IOException if that failed; what is in the way is named
   */
  public static Path createPlain(Path directory) throws IOException {
    try {
      return Files.createDirectories(directory);
    } catch (IOException failed) {
      for (int count = 1; count <= directory.getNameCount(); count++) {
        Path at = directory.getRoot();
        refuseObstacle(
            at == null ? directory.subpath(0, count) : at.resolve(directory.subpath(0, count)));
      }
      throw failed;
    }
  }

  /**
   * Creates {@code directory} and its missing parents; durable when this returns.
   *
   * @throws IOException if that failed
   */
  public static Path create(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      refuseObstacle(directory);
      if (parent != null) {
        create(parent);
      }
      Files.createDirectories(directory);
      if (parent != null) {
        force(parent);
      }
    }
    return directory;
  }

  /**
   * Returns what is in {@code directory}, in the order of the names. What is created or deleted
   * meanwhile may or may not be among it.
   *
   * @throws NoSuchFileException if the directory does not exist
   * @throws IOException if it cannot be read
   */
  public static List<Path> entries(Path directory) throws IOException {
    return entries(directory, "*");
  }

  /**
   * Returns what is in {@code directory} and matches {@code glob}, in the order of the names. What
   * is created or deleted meanwhile may or may not be among it.
   *
   * @throws NoSuchFileException if the directory does not exist
   * @throws IOException if it cannot be read
   */
  public static List<Path> entries(Path directory, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, glob)) {
      all.forEach(found::add);
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    found.sort(null);
    return found;
  }

  /**
   * Returns the files below {@code directory} that are not directories themselves. What is created
   * or deleted meanwhile may or may not be among them; links are not followed.
   *
   * @throws IOException if a directory cannot be read
   */
  public static List<Path> filesBelow(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException broken) throws IOException {
            return unlessGone(broken);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException broken)
              throws IOException {
            return broken == null ? FileVisitResult.CONTINUE : unlessGone(broken);
          }

          private FileVisitResult unlessGone(IOException broken) throws IOException {
            if (broken instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw broken;
          }
        });
    return found;
  }

  /**
   * Deletes {@code path} and everything below it; does nothing if it does not exist. Symbolic links
   * are deleted, never followed.
   *
   * @throws IOException if something cannot be deleted; deletions before that are not undone
   */
  public static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException broken)
              throws IOException {
            if (broken != null) {
              throw broken;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
