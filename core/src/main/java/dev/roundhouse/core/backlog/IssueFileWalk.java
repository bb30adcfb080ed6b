package dev.roundhouse.core.backlog;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/** Walks through the issue files below a directory, in no order; links are not followed. */
final class IssueFileWalk extends SimpleFileVisitor<Path> {
  private final Path start;
  private final Visitor visitor;

  private IssueFileWalk(Path start, Visitor visitor) {
    this.start = start;
    this.visitor = visitor;
  }

  /** Shows {@code visitor} every issue file below {@code start}, and what cannot be read there. */
  static void of(Path start, Visitor visitor) throws IOException {
    Files.walkFileTree(start, new IssueFileWalk(start, visitor));
  }

  /** A visitor that is shown everything named like an issue file, and linked directories. */
  interface Visitor {
    /** Visits a plain file. */
    void file(Path file, BasicFileAttributes attributes);

    /** Visits a link, a directory, or anything else that is not a plain file. */
    void notPlain(Path file, BasicFileAttributes attributes);

    /** Visits something, whatever its name, that cannot be read. */
    void unreadable(Path file, IOException why);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    if (directory.equals(start)) {
      return FileVisitResult.CONTINUE;
    }
    if (isIssue(directory)) {
      visitor.notPlain(directory, attributes);
    }
    boolean hidden = directory.getFileName().toString().startsWith(".");
    return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (isIssue(file) || isLinkedDirectory(file, attributes)) {
      if (attributes.isRegularFile()) {
        visitor.file(file, attributes);
      } else {
        visitor.notPlain(file, attributes);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  private static boolean isLinkedDirectory(Path file, BasicFileAttributes attributes) {
    return attributes.isSymbolicLink()
        && !file.getFileName().toString().startsWith(".")
        && Files.isDirectory(file);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException why) {
    visitor.unreadable(file, why);
    return FileVisitResult.CONTINUE;
  }

  private static boolean isIssue(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".md") && !name.startsWith(".") && !name.startsWith("readme");
  }
}
