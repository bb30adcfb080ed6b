package dev.roundhouse.orchestrator.internal.recovery;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers the place where a ledger was last used: path, device and inode. A ledger found
 * elsewhere was copied or moved, and the processes it names must not be ended.
 */
final class RepositoryIdentity {
  private final AtomicFile record;
  private final Path commonDir;

  RepositoryIdentity(Repository repository) {
    this.record = new AtomicFile(repository.stateDir().resolve("home"));
    this.commonDir = repository.commonDir();
  }

  /** Tells whether the ledger is in the same place as before, or has never been used. */
  boolean isHere() throws IOException {
    Optional<byte[]> known = record.read();
    return known.isEmpty() || new String(known.get(), StandardCharsets.UTF_8).equals(description());
  }

  /** Records this as the ledger's place from now on. */
  void settle() throws IOException {
    if (record.read().isEmpty() || !isHere()) {
      record.replace(description().getBytes(StandardCharsets.UTF_8));
    }
  }

  private String description() throws IOException {
    Path real = commonDir.toRealPath();
    return real
        + "\n"
        + Files.getAttribute(real, "unix:dev")
        + ":"
        + Files.getAttribute(real, "unix:ino")
        + "\n";
  }
}
