package dev.roundhouse.orchestrator.git;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/**
 * The configuration that all worktrees of a repository share. One that no git can run with ends
 * everybody's work, whoever wrote it: then what it was when git last could is put back in its
 * place, and what was found there is kept beside. A configuration that git can run with is never
 * touched, whatever it says.
 *
 * <p>Safe for use by any number of threads and processes; it is replaced as git itself does it, by
 * way of {@code config.lock}.
 */
final class SharedConfig {
  private static final String PROBE = "probe-";
  private static final int TRIES = 40;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long LARGEST = 1 << 24; // bytes

  private final Path commonDir;
  private final Path file;
  private final Path folder;
  private final Path good;
  private final Path replaced;
  private final Path lock;
  private final Path puttingBack; // there while the lock is ours

  /** That of the repository with this common directory. */
  SharedConfig(Path commonDir) {
    this.commonDir = commonDir;
    this.file = commonDir.resolve("config");
    this.folder = commonDir.resolve("roundhouse").resolve("shared");
    this.good = folder.resolve("config.good");
    this.replaced = folder.resolve("replaced");
    this.lock = commonDir.resolve("config.lock");
    this.puttingBack = folder.resolve("putting-back");
  }

  /**
   * Begins to remember it; from now on {@link #settle} has something to put back. For the holder of
   * the run lock, before anybody is at work.
   */
  void remember() throws IOException, InterruptedException {
    Directories.create(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PROBE + "*")) {
      for (Path each : left) {
        Recycling.deleteTree(each);
      }
    }
    byte[] now = content(file);
    if (!Arrays.equals(now, content(good)) && refusal(now).isEmpty()) {
      remember(now);
    }
  }

  /** Removes the lock that a killed process left when it was putting the file back. */
  void unlock() throws IOException {
    if (Files.exists(puttingBack)) {
      Files.deleteIfExists(lock);
      Files.delete(puttingBack);
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
    String refusal = refusal(now);
    if (refusal.isEmpty()) {
      remember(now);
      return false;
    }
    putBack();
    return true;
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

  /** What git says against running with {@code content}; empty if it can. */
  private String refusal(byte[] content) throws IOException, InterruptedException {
    if (content.length == 0 || isOfAnotherFormat(content)) {
      return content.length == 0
          ? "it is gone or empty"
          : "it says that objects or refs are kept in another format than they are";
    }
    Path probe = Files.createTempDirectory(folder, PROBE);
    try {
      Files.createDirectories(probe.resolve("objects"));
      Files.createDirectories(probe.resolve("refs"));
      Files.writeString(probe.resolve("HEAD"), "ref: refs/heads/main\n");
      Files.write(probe.resolve("config"), content);
      GitOutput seen =
          Git.discovering(probe)
              .with("GIT_DIR", probe.toString())
              .with("GIT_WORK_TREE", probe.toString())
              .ask("rev-parse", "--git-dir");
      String why = seen.err().strip().replaceAll("\\s+", " ");
      return seen.ok()
          ? unreadable(content)
          : (why.isEmpty() ? "git exited with " + seen.exit() : why)
              .replace(probe.resolve("config").toString(), file.toString());
    } finally {
      Recycling.deleteTree(probe);
    }
  }

  /** What keeps us from reading what git reads: it also takes a file that ends within a key. */
  private static String unreadable(byte[] content) {
    try {
      new Config().fromText(new String(content, StandardCharsets.UTF_8));
      return "";
    } catch (ConfigInvalidException damaged) {
      return "it is not whole: " + damaged.getMessage();
    }
  }

  /** A format is what is on the disk; no key can change it. */
  private static boolean isOfAnotherFormat(byte[] content) {
    Config config = new Config();
    try {
      config.fromText(new String(content, StandardCharsets.UTF_8));
    } catch (ConfigInvalidException damaged) {
      return false; // git says more of that
    }
    String objects = config.getString("extensions", null, "objectformat");
    String refs = config.getString("extensions", null, "refstorage");
    return (objects != null && !objects.equalsIgnoreCase("sha1"))
        || (refs != null && !refs.equalsIgnoreCase("files"));
  }

  private void putBack() throws IOException, InterruptedException {
    if (!Files.exists(puttingBack)) {
      Directories.create(puttingBack);
    }
    takeLock();
    try {
      byte[] now = content(file); // nobody who keeps to git's rules changes it any more
      String refusal = refusal(now);
      if (refusal.isEmpty()) {
        return;
      }
      keep(now, refusal);
      try (FileChannel staged = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        staged.force(true);
      }
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Recycling.deleteTree(file);
      }
      Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Directories.force(commonDir);
    } finally {
      Files.deleteIfExists(lock);
      Files.deleteIfExists(puttingBack);
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
    throw new RepositoryProblem(
        "git cannot run with " + file + ", and " + lock + " keeps everybody from mending it",
        "if no git is at work, remove that file; what the configuration was is in " + good);
  }

  /** Before it goes: why, and what was there. */
  private void keep(byte[] found, String refusal) throws IOException {
    int last = told().isEmpty() ? 0 : told().lastKey();
    Path folder = Directories.create(replaced.resolve(Integer.toString(last + 1)));
    new AtomicFile(folder.resolve("config")).replace(found);
    String line =
        "git could not run with "
            + file
            + " any more ("
            + refusal
            + "), so what it was before is back in its place, and what was there is kept in "
            + folder.resolve("config");
    new AtomicFile(folder.resolve("why")).replace(line.getBytes(StandardCharsets.UTF_8));
  }

  /** How often it has been put back so far. */
  int times() throws IOException {
    return told().isEmpty() ? 0 : told().lastKey();
  }

  /** What is to be told of each time after the first {@code times}. */
  List<String> since(int times) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path each : told().tailMap(times, false).values()) {
      Path why = each.resolve("why");
      if (Files.exists(why)) {
        lines.add(Files.readString(why));
      }
    }
    return lines;
  }

  private NavigableMap<Integer, Path> told() throws IOException {
    NavigableMap<Integer, Path> told = new TreeMap<>();
    if (Files.isDirectory(replaced)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(replaced)) {
        for (Path each : all) {
          String name = each.getFileName().toString();
          if (name.matches("[1-9][0-9]{0,8}")) {
            told.put(Integer.parseInt(name), each);
          }
        }
      }
    }
    return told;
  }

  private static byte[] content(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) <= LARGEST
        ? Files.readAllBytes(file)
        : new byte[0];
  }
}
