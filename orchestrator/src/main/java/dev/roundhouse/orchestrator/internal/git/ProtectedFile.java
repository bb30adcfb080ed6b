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
 * A file of a git directory without which git does not run. It is remembered as it was when git
 * last could, and then put back; what was found in its place is kept. A file that git can run with
 * is never touched, whatever it says.
 *
 * <p>Safe for use by any number of threads and processes; it is replaced as git itself does it, by
 * way of a file beside it with {@code .lock} at the end of its name.
 */
final class ProtectedFile {
  /** How the names of files begin that only last for a moment. */
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
  private final Path puttingBack; // holds a mark of each who takes the lock
  private final Judge judge;

  /** Says what is wrong with a content. */
  @FunctionalInterface
  interface Judge {
    /**
     * Why git does not run with {@code content}; empty if it does.
     *
     * @param content of the file; nothing if it is not there
     * @throws IOException if that cannot be found out
     */
    String refusal(byte[] content) throws IOException, InterruptedException;
  }

  /** The file of that name in {@code gitDir}, remembered in {@code folder}. */
  ProtectedFile(Path gitDir, String name, Path folder, Judge judge) {
    this.gitDir = gitDir;
    this.file = gitDir.resolve(name);
    this.folder = folder;
    this.good = folder.resolve(name + ".good");
    this.replaced = folder.resolve("replaced");
    this.lock = gitDir.resolve(name + ".lock");
    this.puttingBack = folder.resolve(name + ".putting-back");
    this.judge = judge;
  }

  /**
   * Begins to remember it; from now on {@link #settle} has something to put back. For the holder of
   * the run lock, before anybody is at work.
   */
  void remember() throws IOException, InterruptedException {
    Directories.create(folder);
    byte[] now = content(file);
    if (!Arrays.equals(now, content(good)) && judge.refusal(now).isEmpty()) {
      remember(now);
    }
  }

  /** Removes the lock that a killed process left when it was putting the file back. */
  void unlock() throws IOException {
    String[] marks = puttingBack.toFile().list();
    if (marks != null) {
      if (marks.length > 0) {
        Files.deleteIfExists(lock);
      }
      Directories.deleteTree(puttingBack);
    }
  }

  /**
   * Puts it right if git cannot run with it, and else remembers what it is; does nothing where
   * nothing was ever remembered.
   *
   * @return whether it was put right, by us or meanwhile by somebody else
   * @throws IOException if it cannot be
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
      return false; // git cannot run with what it was either: that is not the file's doing
    }
    putBack();
    return true;
  }

  /** What to type to restore it, if it differs from its last good copy. */
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

  /** Copies it with its permissions, if it still is {@code seen}. */
  private void remember(byte[] seen) throws IOException {
    Path staged = folder.resolve(PROBE + UUID.randomUUID());
    try {
      Files.copy(file, staged, StandardCopyOption.COPY_ATTRIBUTES);
      if (Arrays.equals(seen, content(staged))) {
        Files.move(staged, good, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (NoSuchFileException beingReplaced) {
      return; // what follows is looked at next time
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  private void putBack() throws IOException, InterruptedException {
    Path mark = Directories.create(puttingBack.resolve(UUID.randomUUID().toString()));
    boolean ours = false; // while the lock is, until it has become the file itself
    try {
      takeLock();
      ours = true;
      byte[] now = content(file); // nobody who keeps to git's rules changes it any more
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

  /** The lock is made as git makes it, and holds already what is to be put back. */
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

  /** Before it goes: why, and what was there, though nobody may be able to read it. */
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

  /** Where a file system has no second names, what is there is moved instead. */
  private void link(Path copy) throws IOException {
    try {
      Files.createLink(copy, file);
    } catch (UnsupportedOperationException | FileSystemException none) {
      Files.move(file, copy);
    }
  }

  /** Nothing, where there is nothing that git could read either. */
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
