package dev.roundhouse.orchestrator.git;

import java.io.IOException;
import java.nio.file.Path;
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
    if (!config.getBoolean("core", "fsyncObjectFiles", false)) {
      config.setBoolean("core", null, "fsyncObjectFiles", true);
    }
    if (!config.getBoolean("core", "fsyncRefFiles", false)) {
      config.setBoolean("core", null, "fsyncRefFiles", true);
    }
  }
}
