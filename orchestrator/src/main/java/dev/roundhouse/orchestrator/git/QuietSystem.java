package dev.roundhouse.orchestrator.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit from starting git to find its system configuration, and from writing measurements into
 * the user's home: it reads nothing but the repository's own configuration.
 */
final class QuietSystem extends SystemReader.Delegate {
  private QuietSystem(SystemReader real) {
    super(real);
  }

  /** Installs it, unless the embedding program has installed a reader of its own. */
  static void install() {
    SystemReader now = SystemReader.getInstance();
    if (!(now instanceof QuietSystem)) {
      FS.FileStoreAttributes.setBackground(true);
      SystemReader.setInstance(new QuietSystem(now));
    }
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  /** A configuration that is empty, stays so, and is never written. */
  private static final class Nothing extends FileBasedConfig {
    Nothing(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // nothing to read
    }

    @Override
    public void save() {
      // nowhere to write
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
