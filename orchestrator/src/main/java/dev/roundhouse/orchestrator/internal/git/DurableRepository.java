package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A repository whose configuration forces every write to disk, however often JGit reloads the file,
 * and is repaired if it cannot be read: JGit loads it in the middle of its work, and answers damage
 * with an unchecked exception.
 */
final class DurableRepository extends FileRepository {
  private final Path commonDir;
  private @Nullable FileBasedConfig config; // null until it is opened

  private DurableRepository(Path commonDir) throws IOException {
    super(new FileRepositoryBuilder().setGitDir(commonDir.toFile()).setup());
    this.commonDir = commonDir;
    this.config = super.getConfig();
  }

  /** Opens the repository with this common directory, and ensures that it can be read. */
  static DurableRepository open(Path commonDir) throws IOException {
    DurableRepository jgit = IsolatedSystemReader.isolated(commonDir, () -> build(commonDir));
    requireReadable(jgit);
    return jgit;
  }

  /** Builds the repository; some files that git can read make JGit throw an unchecked exception. */
  private static DurableRepository build(Path commonDir) throws IOException {
    try {
      DurableRepository jgit = new DurableRepository(commonDir);
      if (!jgit.getObjectDatabase().exists()) {
        jgit.close();
        throw new RepositoryNotFoundException(commonDir.toFile());
      }
      return jgit;
    } catch (IllegalArgumentException unreadable) {
      throw new RepositoryException(
          "the configuration in "
              + commonDir
              + " cannot be read: "
              + String.valueOf(unreadable.getMessage()).strip(),
          "see whether " + commonDir.resolve("config") + " is intact, repair it, and run again");
    }
  }

  /**
   * Ensures that the configuration can be read.
   *
   * @throws IOException if the file can no longer be read, and cannot be repaired
   */
  static void requireReadable(Repository jgit) throws IOException {
    try {
      jgit.getConfig();
    } catch (RuntimeException damaged) {
      throw new IOException(
          "the configuration in " + jgit.getDirectory() + " cannot be read: " + damaged, damaged);
    }
  }

  /** Sets keys that force writes to disk, and keep JGit to what the git command reads too. */
  static void force(Config config) {
    config.setBoolean("core", null, "fsyncObjectFiles", true);
    config.setBoolean("core", null, "fsyncRefFiles", true);
    config.setBoolean("core", null, "multiPackIndex", false);
  }

  @Override
  public FileBasedConfig getConfig() {
    FileBasedConfig config = read();
    if (!config.getBoolean("core", "fsyncObjectFiles", false)
        || !config.getBoolean("core", "fsyncRefFiles", false)) {
      force(config);
    }
    return config;
  }

  private FileBasedConfig read() {
    try {
      return reread();
    } catch (RuntimeException damaged) {
      try {
        new SharedConfig(commonDir).settle();
      } catch (IOException unmended) {
        damaged.addSuppressed(unmended);
        throw damaged;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw damaged;
      }
      return reread();
    }
  }

  /** Does what JGit does, but does not ask for the user's configuration again. */
  private FileBasedConfig reread() {
    FileBasedConfig opened = config;
    if (opened == null) {
      return super.getConfig();
    }
    if (opened.isOutdated()) {
      try {
        opened.load();
      } catch (IOException | ConfigInvalidException unreadable) {
        throw new IllegalStateException(unreadable);
      }
    }
    return opened;
  }

  /**
   * Closes it without asking JGit's cache of repositories, which would start a thread that never
   * ends.
   */
  @Override
  public void close() {
    doClose();
  }
}
