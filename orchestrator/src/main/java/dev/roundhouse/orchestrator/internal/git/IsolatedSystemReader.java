package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheStats;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.eclipse.jgit.util.sha1.SHA1;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit from starting git to find its system configuration, and from writing measurements into
 * the user's home: what is opened with it reads nothing but the repository's own configuration.
 *
 * <p>JGit has one reader for the whole JVM, which is the embedding program's. It is replaced only
 * while something is opened, and only the opening thread notices.
 */
final class IsolatedSystemReader extends SystemReader.Delegate {
  private static final String MEASURING = FS.FileStoreAttributes.class.getName();
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * Timestamp settings that hold for every file system: timestamps are reliable to two seconds at
   * best.
   */
  private static final Map<String, String> DISK =
      Map.of("timestampResolution", "2 seconds", "minRacyThreshold", "10 milliseconds");

  private final SystemReader real;
  private final Thread opening = Thread.currentThread();

  private IsolatedSystemReader(SystemReader real) {
    super(real);
    this.real = real;
  }

  /** Opens something. */
  interface Opening<T> {
    T open() throws IOException;
  }

  /**
   * Returns what {@code opening} returns; while it opens what is in {@code directory}, JGit reads
   * no configuration besides that of the repository on this thread.
   */
  static <T> T isolated(Path directory, Opening<T> opening) throws IOException {
    if (DetachedJGit.isNeeded()) {
      DetachedJGit.registerHook(); // before anything else of JGit's does
    }
    FS.FileStoreAttributes.setBackground(true); // else JGit waits for the common pool, however busy
    synchronized (FS.DETECTED) { // one for all class loaders that share JGit
      SystemReader before = SystemReader.getInstance();
      SystemReader ours = new IsolatedSystemReader(before);
      SystemReader.setInstance(ours);
      try {
        // these are set up at first use, from the user's configuration
        Objects.requireNonNull(WindowCacheStats.getStats());
        Objects.requireNonNull(SHA1.newInstance());
        FS.DETECTED.supportsAtomicCreateNewFile();
        learnResolution(directory);
        learnResolution(directory.resolve("objects"));
        return opening.open();
      } finally {
        if (SystemReader.getInstance() == ours) {
          SystemReader.setInstance(before);
        }
      }
    }
  }

  /** Has JGit note the resolution of timestamps there, which it would measure by writing files. */
  private static void learnResolution(Path directory) throws IOException {
    if (DetachedJGit.isNeeded()) {
      DetachedJGit.learn(directory);
    }
    long deadline = System.nanoTime() + LONGEST_WAIT;
    while (Files.isDirectory(directory)
        && FS.getFileStoreAttributes(directory)
            == FS.FileStoreAttributes.FALLBACK_FILESTORE_ATTRIBUTES
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private boolean isOurs() {
    return Thread.currentThread() == opening || isMeasuring();
  }

  /** Tells whether this is the thread of the common pool that learns about a file system. */
  private static boolean isMeasuring() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(each -> each.getClassName().equals(MEASURING)));
  }

  @Override
  public StoredConfig getUserConfig() throws ConfigInvalidException, IOException {
    return isOurs() ? super.getUserConfig() : real.getUserConfig();
  }

  @Override
  public StoredConfig getJGitConfig() throws ConfigInvalidException, IOException {
    return isOurs() ? super.getJGitConfig() : real.getJGitConfig();
  }

  @Override
  public StoredConfig getSystemConfig() throws ConfigInvalidException, IOException {
    return isOurs() ? super.getSystemConfig() : real.getSystemConfig();
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return isOurs() ? new Nothing(parent, fs) : real.openSystemConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return isOurs() ? new Nothing(parent, fs) : real.openUserConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return isOurs() ? new Nothing(parent, fs) : real.openJGitConfig(parent, fs);
  }

  /** A configuration that is always empty and never written. */
  private static final class Nothing extends FileBasedConfig {
    Nothing(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
      DurableRepository.force(this);
    }

    /**
     * Returns the disk's timestamp settings; without them JGit would measure the disk's clock by
     * writing files to it.
     */
    @Override
    public @Nullable String getString(String section, @Nullable String part, String name) {
      return section.equals("filesystem") ? DISK.get(name) : super.getString(section, part, name);
    }

    @Override
    public void load() {
      DurableRepository.force(this);
    }

    @Override
    public void save() {
      // no file to write to
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
