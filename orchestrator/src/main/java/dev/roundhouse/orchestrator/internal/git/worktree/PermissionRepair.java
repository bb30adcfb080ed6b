package dev.roundhouse.orchestrator.internal.git.worktree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Restores access to files and directories of a slot after an agent has removed it. For one thread.
 */
final class PermissionRepair extends SimpleFileVisitor<Path> {
  private PermissionRepair() {}

  /** Makes everything of ours below {@code root} readable, and its directories writable. */
  static void regain(Path root) throws IOException {
    Files.walkFileTree(root, new PermissionRepair());
  }

  /** Makes {@code path} itself accessible, if it is a directory or a file that is ours. */
  static void open(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && !(Files.isReadable(path) && Files.isWritable(path) && Files.isExecutable(path))) {
      allow(
          path,
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !Files.isReadable(path)) {
      allow(path, Set.of(PosixFilePermission.OWNER_READ));
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
      allow(directory, Set.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile() && !Files.isReadable(file)) {
      allow(file, Set.of(PosixFilePermission.OWNER_READ));
    }
    return FileVisitResult.CONTINUE;
  }

  /** Handles a directory that could not even be listed. */
  @Override
  public FileVisitResult visitFileFailed(Path path, IOException why) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !Files.isReadable(path)) {
      allow(
          path,
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
      regain(path);
    }
    return FileVisitResult.CONTINUE;
  }

  private static void allow(Path path, Set<PosixFilePermission> more) throws IOException {
    Set<PosixFilePermission> all = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (all.addAll(more)) {
      Files.setPosixFilePermissions(path, all);
    }
  }
}
