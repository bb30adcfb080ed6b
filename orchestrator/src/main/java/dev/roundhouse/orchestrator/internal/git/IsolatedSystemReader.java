package dev.roundhouse.orchestrator.internal.git;

import java.util.Map;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit from starting git to find its system configuration, and from writing measurements into
 * the user's home: it reads nothing but the repository's own configuration.
 */
final class IsolatedSystemReader extends SystemReader.Delegate {
  /**
   * Timestamp settings that hold for every file system: timestamps are reliable to two seconds at
   * best.
   */
  private static final Map<String, String> DISK =
      Map.of("timestampResolution", "2 seconds", "minRacyThreshold", "10 milliseconds");

  private IsolatedSystemReader(SystemReader real) {
    super(real);
  }

  /** Installs this reader, unless the embedding program has installed its own. */
  static void install() {
    SystemReader now = SystemReader.getInstance();
    if (!(now instanceof IsolatedSystemReader)) {
      FS.FileStoreAttributes.setBackground(true);
      SystemReader.setInstance(new IsolatedSystemReader(now));
    }
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Nothing(parent, fs);
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
