package dev.roundhouse.orchestrator.git;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Makes JGit force what it writes. Stateless; safe for use by any number of threads. */
final class Durable {
  private Durable() {}

  static Repository open(Path commonDir) throws IOException {
    QuietSystem.install();
    Repository jgit = build(commonDir);
    make(jgit);
    return jgit;
  }

  /** Git reads some files that JGit does not, which says so with an unchecked fault. */
  private static Repository build(Path commonDir) throws IOException {
    try {
      return new FileRepositoryBuilder().setGitDir(commonDir.toFile()).setMustExist(true).build();
    } catch (IllegalArgumentException unreadable) {
      throw new RepositoryProblem(
          "the configuration in "
              + commonDir
              + " cannot be read: "
              + String.valueOf(unreadable.getMessage()).strip(),
          "see whether " + commonDir.resolve("config") + " is whole, mend it, and run again");
    }
  }

  /**
   * Sets the options in memory, again where an edit of the file has undone it.
   *
   * @throws IOException if the file cannot be read any more, and cannot be put right
   */
  static void make(Repository jgit) throws IOException {
    StoredConfig config = config(jgit);
    if (!config.getBoolean("core", "fsyncObjectFiles", false)
        || !config.getBoolean("core", "fsyncRefFiles", false)) {
      set(config);
    }
  }

  /** JGit reads the file anew when it has changed, and answers damage with an unchecked fault. */
  private static StoredConfig config(Repository jgit) throws IOException {
    try {
      return jgit.getConfig();
    } catch (RuntimeException damaged) {
      try {
        new SharedConfig(jgit.getDirectory().toPath()).settle();
        return jgit.getConfig();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the configuration was put right", interrupted);
      } catch (RuntimeException still) {
        throw new IOException(
            "the configuration in " + jgit.getDirectory() + " cannot be read: " + still, damaged);
      }
    }
  }

  /** Has what is written forced, and only read what the git command reads too. */
  static void set(Config config) {
    config.setBoolean("core", null, "fsyncObjectFiles", true);
    config.setBoolean("core", null, "fsyncRefFiles", true);
    config.setBoolean("core", null, "multiPackIndex", false);
  }
}
