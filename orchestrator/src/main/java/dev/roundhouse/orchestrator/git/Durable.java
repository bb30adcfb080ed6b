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
    Repository jgit =
        new FileRepositoryBuilder().setGitDir(commonDir.toFile()).setMustExist(true).build();
    make(jgit);
    return jgit;
  }

  /** Sets the options in memory, again where the user's edit of the file has undone it. */
  static void make(Repository jgit) {
    StoredConfig config = jgit.getConfig();
    if (!config.getBoolean("core", "fsyncObjectFiles", false)
        || !config.getBoolean("core", "fsyncRefFiles", false)) {
      set(config);
    }
  }

  /** Has what is written forced, and only read what the git command reads too. */
  static void set(Config config) {
    config.setBoolean("core", null, "fsyncObjectFiles", true);
    config.setBoolean("core", null, "fsyncRefFiles", true);
    config.setBoolean("core", null, "multiPackIndex", false);
  }
}
