package dev.roundhouse.orchestrator.internal.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One folder of a checkout, as a clean worktree would have it: files that git ignores are not in
 * it. Immutable.
 *
 * @param top the top of the checkout
 * @param name the path of the folder from there, with slashes; empty for the top itself
 * @param ignored the paths of files and folders that git ignores, folders with a slash at the end
 */
record ProjectFolder(Path top, String name, Set<String> ignored) {
  private static final long LARGEST = 1 << 20;

  /** Copies the set. */
  ProjectFolder {
    ignored = Set.copyOf(ignored);
  }

  /** Returns the path from the top of something in this folder. */
  String path(String inside) {
    return name.isEmpty() ? inside : name + "/" + inside;
  }

  /** Returns the folder called {@code inside} in this one. */
  ProjectFolder folder(String inside) {
    return new ProjectFolder(top, path(inside), ignored);
  }

  /** Tells whether git ignores the folder called {@code inside}. */
  boolean ignoresFolder(String inside) {
    return ignored.contains(path(inside) + "/");
  }

  /** Tells whether there is a file of that name that git does not ignore. */
  boolean has(String file) {
    return Files.isRegularFile(top.resolve(path(file))) && !ignored.contains(path(file));
  }

  /** Tells whether there is a folder of that name that git does not ignore. */
  boolean hasFolder(String folder) {
    return Files.isDirectory(top.resolve(path(folder))) && !ignoresFolder(folder);
  }

  /** Returns those of {@code files} that exist. */
  List<String> those(String... files) {
    return Stream.of(files).filter(this::has).toList();
  }

  /** Tells whether the file of that name may be executed. */
  boolean isExecutable(String file) {
    return has(file) && Files.isExecutable(top.resolve(path(file)));
  }

  /**
   * Returns the text of a file, whatever its encoding; empty if it does not exist or is very large.
   *
   * @throws IOException if it cannot be read
   */
  String text(String file) throws IOException {
    Path place = top.resolve(path(file));
    return has(file) && Files.size(place) <= LARGEST
        ? new String(Files.readAllBytes(place), StandardCharsets.UTF_8)
        : "";
  }

  /**
   * Returns the names of the files and folders in it that git does not ignore, sorted.
   *
   * @throws IOException if it cannot be read
   */
  List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(top.resolve(name))) {
      return entries
          .map(each -> String.valueOf(each.getFileName()))
          .filter(each -> !ignored.contains(path(each)) && !ignoresFolder(each))
          .sorted()
          .toList();
    }
  }
}
