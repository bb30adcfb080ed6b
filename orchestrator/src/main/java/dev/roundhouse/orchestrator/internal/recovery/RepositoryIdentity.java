package dev.roundhouse.orchestrator.internal.recovery;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a ledger was at home when it was last used: path, device and inode. One that is found
 * elsewhere was copied or moved, and the processes it speaks of are not its own to end.
 */
final class RepositoryIdentity {
  private final AtomicFile record;
  private final Path commonDir;

  RepositoryIdentity(Repository repository) {
    this.record = new AtomicFile(repository.stateDir().resolve("home"));
    this.commonDir = repository.commonDir();
  }

  /** Whether the ledger is where it was, or has never been anywhere. */
  boolean isHere() throws IOException {
    Optional<byte[]> known = record.read();
    return known.isEmpty() || new String(known.get(), StandardCharsets.UTF_8).equals(description());
  }

  /** From now on the ledger is at home here. */
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
