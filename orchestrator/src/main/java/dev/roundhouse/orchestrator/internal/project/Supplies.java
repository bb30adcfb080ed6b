package dev.roundhouse.orchestrator.internal.project;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The ignored files and folders of a checkout that a worktree would lack, and that no build tool
 * makes again. Immutable.
 *
 * @param linked folders that worktrees should have a link to
 * @param copied files that worktrees should have a copy of
 * @param secret files that worktrees may need, and that usually hold secrets
 * @param large large folders of unknown purpose
 */
record Supplies(List<String> linked, List<String> copied, List<String> secret, List<String> large) {
  private static final long LARGE = 20_000_000; // bytes
  private static final int MOST = 20_000; // files that are looked at in one folder

  /** Copies the lists. */
  Supplies {
    linked = List.copyOf(linked);
    copied = List.copyOf(copied);
    secret = List.copyOf(secret);
    large = List.copyOf(large);
  }

  /**
   * Sorts {@code ignored}, the paths in {@code checkout} that git ignores, folders with a slash at
   * the end; what one of {@code tools} makes is left out.
   *
   * @throws IOException if a folder cannot be read
   */
  static Supplies of(Path checkout, Collection<String> ignored, Collection<BuildTool> tools)
      throws IOException {
    List<String> linked = new ArrayList<>();
    List<String> copied = new ArrayList<>();
    List<String> secret = new ArrayList<>();
    List<String> large = new ArrayList<>();
    for (String each : ignored) {
      boolean folder = each.endsWith("/");
      String name = folder ? each.substring(0, each.length() - 1) : each;
      if (IgnoredName.isMade(each) || tools.stream().anyMatch(tool -> makes(tool, name))) {
        continue;
      }
      if (IgnoredName.isInstalled(each)) {
        (folder ? linked : IgnoredName.mayHoldSecrets(name) ? secret : copied).add(name);
      } else if (folder && isLarge(checkout.resolve(name))) {
        large.add(name);
      }
    }
    return new Supplies(linked, copied, secret, large);
  }

  private static boolean makes(BuildTool tool, String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return tool.made().contains(last)
        && (tool.folder().isEmpty() || path.startsWith(tool.folder() + "/"));
  }

  private static boolean isLarge(Path folder) throws IOException {
    Size size = new Size();
    Files.walkFileTree(folder, size);
    return size.bytes >= LARGE;
  }

  /** Adds up the sizes of files until they are large, or too many. */
  private static final class Size extends SimpleFileVisitor<Path> {
    private long bytes;
    private int files;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      files++;
      return bytes >= LARGE || files >= MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }
  }
}
