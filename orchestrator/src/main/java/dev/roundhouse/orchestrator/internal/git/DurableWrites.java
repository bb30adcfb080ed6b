package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;

/** Makes JGit force what it writes. Stateless; safe for use by any number of threads. */
final class DurableWrites {
  private DurableWrites() {}

  static Repository open(Path commonDir) throws IOException {
    IsolatedSystemReader.install();
    Repository jgit = build(commonDir);
    make(jgit);
    return jgit;
  }

  /** Git reads some files that JGit does not, which says so with an unchecked fault. */
  private static Repository build(Path commonDir) throws IOException {
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
          "see whether " + commonDir.resolve("config") + " is whole, mend it, and run again");
    }
  }

  /**
   * Makes sure that the configuration can be read.
   *
   * @throws IOException if the file cannot be read any more, and cannot be put right
   */
  static void make(Repository jgit) throws IOException {
    try {
      jgit.getConfig();
    } catch (RuntimeException damaged) {
      throw new IOException(
          "the configuration in " + jgit.getDirectory() + " cannot be read: " + damaged, damaged);
    }
  }

  /** Has what is written forced, and only read what the git command reads too. */
  static void set(Config config) {
    config.setBoolean("core", null, "fsyncObjectFiles", true);
    config.setBoolean("core", null, "fsyncRefFiles", true);
    config.setBoolean("core", null, "multiPackIndex", false);
  }
}
