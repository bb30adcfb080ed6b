package dev.roundhouse.cli;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Every file, mode and link below a directory, to be compared byte for byte later on. */
record TreeSnapshot(Map<String, String> entries) {
  /** Of {@code root}, without what is below a path that {@code ignored} names. */
  static TreeSnapshot of(Path root, Predicate<Path> ignored) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (ignored.test(directory)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            entries.put(root.relativize(directory) + "/", mode(directory));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!ignored.test(file)) {
              entries.put(root.relativize(file).toString(), content(file, attributes));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new TreeSnapshot(entries);
  }

  /** Of all below {@code root}. */
  static TreeSnapshot of(Path root) throws IOException {
    return of(root, path -> false);
  }

  private static String content(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      return "-> " + Files.readSymbolicLink(file);
    }
    return attributes.isRegularFile()
        ? mode(file) + " " + Hashing.sha256().hashBytes(Files.readAllBytes(file))
        : "special";
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  /** What is not as {@code later} has it, by name. */
  List<String> differences(TreeSnapshot later) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(entries.keySet());
    names.addAll(later.entries.keySet());
    for (String name : names) {
      String before = entries.get(name);
      String after = later.entries.get(name);
      if (before == null) {
        differences.add(name + " came");
      } else if (after == null) {
        differences.add(name + " is gone");
      } else if (!before.equals(after)) {
        differences.add(name + " changed");
      }
    }
    return differences;
  }
}
