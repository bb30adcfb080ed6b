package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A repository whose configuration has everything forced that is written, however often JGit reads
 * the file anew, and is put right where it cannot be read: JGit asks for it in the middle of what
 * it does, and answers damage with an unchecked fault.
 */
final class DurableRepository extends FileRepository {
  private final Path commonDir;

  DurableRepository(Path commonDir) throws IOException {
    super(new FileRepositoryBuilder().setGitDir(commonDir.toFile()).setup());
    this.commonDir = commonDir;
  }

  @Override
  public FileBasedConfig getConfig() {
    FileBasedConfig config = read();
    if (!config.getBoolean("core", "fsyncObjectFiles", false)
        || !config.getBoolean("core", "fsyncRefFiles", false)) {
      DurableWrites.set(config);
    }
    return config;
  }

  private FileBasedConfig read() {
    try {
      return super.getConfig();
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
      return super.getConfig();
    }
  }
}
