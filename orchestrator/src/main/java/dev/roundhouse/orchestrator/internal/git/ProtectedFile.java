package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A file of a git directory without which git does not run. Its last good content is remembered and
 * restored when git cannot run; the damaged content is kept. A file that git can run with is never
 * touched, whatever its content.
 *
 * <p>Safe for use by any number of threads and processes; the file is replaced as git itself does
 * it, through a file beside it with {@code .lock} at the end of its name.
 */
final class ProtectedFile {
  /** The prefix of the names of short-lived files. */
  static final String PROBE = "probe-";

  private static final int TRIES = 40;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long LARGEST = 1 << 24; // bytes

  private final Path gitDir;
  private final Path file;
  private final Path folder;
  private final Path good;
  private final Path replaced;
  private final Path lock;
  private final Path puttingBack; // holds a mark of each process that takes the lock
  private final Path oldMark;
  private final Judge judge;

  /** Checks a content. */
  @FunctionalInterface
  interface Judge {
    /**
     * Returns the reason why git does not run with {@code content}; empty if it does.
     *
     * @param content the content of the file; empty if it does not exist
     * @throws IOException if that cannot be determined
     */
    String refusal(byte[] content) throws IOException, InterruptedException;
  }

  /**
   * Creates the protection of the file with that name in {@code gitDir}, remembered in {@code
   * folder}.
   */
  ProtectedFile(Path gitDir, String name, Path folder, Judge judge) {
    this.gitDir = gitDir;
    this.file = gitDir.resolve(name);
    this.folder = folder;
    this.good = folder.resolve(name + ".good");
    this.replaced = folder.resolve("replaced");
    this.lock = gitDir.resolve(name + ".lock");
    this.puttingBack = folder.resolve(name + ".lockers");
    this.oldMark = folder.resolve(name + ".putting-back");
    this.judge = judge;
  }

  /**
   * Begins to remember the file; from now on {@link #settle} has a content to restore. For the
   * holder of the run lock, before any agent is at work.
   */
  void remember() throws IOException, InterruptedException {
    Directories.create(folder);
    byte[] now = content(file);
    if (!Arrays.equals(now, content(good)) && judge.refusal(now).isEmpty()) {
      remember(now);
    }
  }

  /** Removes the lock that a killed process left while it was restoring the file. */
  void unlock() throws IOException {
    if (Files.exists(oldMark)) { // of an earlier version, which had one mark for all
      Files.deleteIfExists(lock);
      Directories.deleteTree(oldMark);
    }
    String[] marks = puttingBack.toFile().list();
    if (marks != null) {
      if (marks.length > 0) {
        Files.deleteIfExists(lock);
      }
      Directories.deleteTree(puttingBack);
    }
  }

  /**
   * Restores the file if git cannot run with it, and otherwise remembers its content; does nothing
   * if nothing was ever remembered.
   *
   * @return true if the file was restored, by us or meanwhile by another process
   * @throws IOException if it cannot be restored
   */
  boolean settle() throws IOException, InterruptedException {
    if (!Files.exists(good)) {
      return false;
    }
    byte[] now = content(file);
    if (Arrays.equals(now, content(good))) {
      return false;
    }
    String refusal = judge.refusal(now);
    if (refusal.isEmpty()) {
      remember(now);
      return false;
    }
    if (!judge.refusal(content(good)).isEmpty()) {
      return false; // git cannot run with the old content either, so the file is not the cause
    }
    putBack();
    return true;
  }

  /** Returns the command that restores the file, if it differs from its last good copy. */
  Optional<String> changed() throws IOException {
    return Files.exists(good) && !Arrays.equals(content(file), content(good))
        ? Optional.of(
            "the last copy of "
                + file
                + " that git could run with is "
                + good
                + ": compare them, and restore it with "
                + "cp "
                + Command.quoted(good.toString())
                + " "
                + Command.quoted(file.toString()))
        : Optional.empty();
  }

  /** Copies the file with its permissions, if it still is {@code seen}. */
  private void remember(byte[] seen) throws IOException {
    Path staged = folder.resolve(PROBE + UUID.randomUUID());
    try {
      Files.copy(file, staged, StandardCopyOption.COPY_ATTRIBUTES);
      if (Arrays.equals(seen, content(staged))) {
        Files.move(staged, good, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (NoSuchFileException beingReplaced) {
      return; // the change is examined next time
    } catch (IOException failed) {
      throw Directories.explained(good, failed);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  private void putBack() throws IOException, InterruptedException {
    Path mark = Directories.create(puttingBack.resolve(UUID.randomUUID().toString()));
    boolean ours = false; // true while the lock is ours, until it has become the file itself
    try {
      takeLock();
      ours = true;
      byte[] now = content(file); // git's rules now forbid changes
      String refusal = judge.refusal(now);
      if (refusal.isEmpty()) {
        return;
      }
      keep(refusal);
      try (FileChannel staged = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        staged.force(true);
      }
      Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      ours = false;
      Directories.force(gitDir);
    } finally {
      if (ours) {
        Files.deleteIfExists(lock);
      }
      Files.deleteIfExists(mark);
    }
  }

  /** Takes the lock as git does; the lock file already contains the content to restore. */
  private void takeLock() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try {
        Files.copy(good, lock, StandardCopyOption.COPY_ATTRIBUTES);
        return;
      } catch (FileAlreadyExistsException held) {
        LockSupport.parkNanos(PAUSE);
      }
    }
    throw new RepositoryException(
        "git cannot run with " + file + ", which cannot be restored while " + lock + " exists",
        "if no git is running, delete " + lock + ", then run again; the last good copy is " + good);
  }

  /**
   * Keeps the reason and the damaged content before it is replaced, although it may be unreadable.
   */
  private void keep(String refusal) throws IOException {
    int number = DamagedCopies.in(replaced).count() + 1;
    Path folder = Directories.create(replaced.resolve(Integer.toString(number)));
    Path copy = folder.resolve(file.getFileName());
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(file, copy);
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      link(copy);
    }
    String line =
        "git could no longer run with "
            + file
            + " ("
            + refusal
            + "); the last good copy was restored"
            + (Files.exists(copy) ? "; the damaged file is kept in " + copy : "");
    new AtomicFile(folder.resolve(DamagedCopies.WHY))
        .replace(line.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps the file under a second name, or moves it if the file system has no hard links. */
  private void link(Path copy) throws IOException {
    try {
      Files.createLink(copy, file);
    } catch (UnsupportedOperationException | FileSystemException none) {
      Files.move(file, copy);
    }
  }

  /** Returns the content, which is empty if git could not read the file either. */
  private static byte[] content(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? Files.readAllBytes(file)
          : new byte[0];
    } catch (AccessDeniedException | NoSuchFileException unreadable) {
      return new byte[0];
    }
  }
}
