package dev.roundhouse.orchestrator.internal.gate;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the test reports a gate has written in a worktree: regular files, not targets of symbolic
 * links; none older than the gate; and only up to a limit. For one thread.
 */
final class ReportFiles extends SimpleFileVisitor<Path> {
  private static final int MOST_VISITED = 300_000;
  private static final int MOST_FOUND = 5_000;
  private static final int DEEPEST = 40;
  private static final Set<String> PASSED_BY = Set.of(".git", "node_modules");

  private final Path worktree;
  private final List<PathMatcher> matchers;
  private final FileTime since;
  private final List<Path> found = new ArrayList<>();
  private int visited;
  private boolean complete = true;

  private ReportFiles(Path worktree, List<String> globs, FileTime since) {
    this.worktree = worktree;
    this.since = since;
    this.matchers =
        globs.stream()
            .flatMap(ReportFiles::variants)
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
  }

  /**
   * Finds the files below {@code worktree} that match one of {@code globs} and were written after
   * {@code since}.
   */
  static ReportFiles in(Path worktree, List<String> globs, FileTime since) throws IOException {
    ReportFiles files = new ReportFiles(worktree, globs, since);
    if (!globs.isEmpty()) {
      Files.walkFileTree(worktree, EnumSet.noneOf(FileVisitOption.class), DEEPEST, files);
    }
    return files;
  }

  /** Returns the glob and its variants in which {@code **}{@code /} stands for no directory. */
  private static Stream<String> variants(String glob) {
    String inside = glob.replace("/**/", "/");
    return Stream.of(glob, inside)
        .flatMap(
            each -> each.startsWith("**/") ? Stream.of(each, each.substring(3)) : Stream.of(each))
        .distinct();
  }

  /** Returns the paths of the files, sorted. */
  List<Path> found() {
    return found.stream().sorted().toList();
  }

  /** Tells whether every report was found. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    boolean passedBy = PASSED_BY.contains(String.valueOf(directory.getFileName()));
    return ++visited > MOST_VISITED || (passedBy && !directory.equals(worktree))
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (++visited > MOST_VISITED || found.size() >= MOST_FOUND) {
      complete = false;
      return FileVisitResult.TERMINATE;
    }
    if (attributes.isRegularFile() && isReport(file) && isNew(attributes)) {
      found.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  private boolean isReport(Path file) {
    Path relative = worktree.relativize(file);
    return matchers.stream().anyMatch(each -> each.matches(relative));
  }

  private boolean isNew(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().compareTo(since) >= 0;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
    complete = false;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException broken) {
    complete &= broken == null;
    return FileVisitResult.CONTINUE;
  }
}
