package dev.roundhouse.orchestrator.internal.git.worktree;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums up files and folders in one hash. For one thread. */
final class FilesState {
  private final Hasher hasher = Hashing.sha256().newHasher();

  /**
   * Adds a file, or a folder with everything in it, under a name.
   *
   * @param content whether contents count, rather than sizes and times, which say enough where
   *     reading everything would take too long
   */
  void add(String name, Path file, boolean content) throws IOException {
    put(name);
    put(content ? "copied" : "linked");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      put("absent");
      return;
    }
    Path start = content ? file : file.toRealPath();
    SortedMap<String, String> all = new TreeMap<>(); // folders list their entries in any order
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            all.put(start.relativize(each).toString(), line(each, attributes, content));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path each, IOException gone) {
            all.put(start.relativize(each).toString(), "unreadable");
            return FileVisitResult.CONTINUE;
          }
        });
    hasher.putInt(all.size());
    all.forEach(
        (path, line) -> {
          put(path);
          put(line);
        });
  }

  private static String line(Path file, BasicFileAttributes attributes, boolean content)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      return "link " + Files.readSymbolicLink(file);
    }
    if (!attributes.isRegularFile()) {
      return "other";
    }
    return content
        ? MoreFiles.asByteSource(file).hash(Hashing.sha256()) + " " + Files.isExecutable(file)
        : attributes.size() + " " + attributes.lastModifiedTime();
  }

  private void put(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }

  /** Returns the hash of everything added. */
  String hash() {
    return hasher.hash().toString();
  }
}
