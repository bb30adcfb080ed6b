package dev.roundhouse.orchestrator;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One running orchestrator per repository. Holding the operating system's lock is the only
 * authority; the file beside it says who holds it, for people.
 */
final class RunLock {
  private final Path stateDir;

  private RunLock(Path stateDir) {
    this.stateDir = stateDir;
  }

  /** Takes the lock, or refuses, naming who has it. */
  static LockFile.Held take(Repository repository, RunId run, InstantSource clock)
      throws IOException, RefusedException {
    RunLock lock = new RunLock(repository.stateDir());
    Optional<LockFile.Held> held = lock.tryTake();
    if (held.isEmpty()) {
      throw RefusedException.busy(
          "another run is active in this repository: " + lock.holder(),
          "watch it with 'roundhouse status', or wait for it to end");
    }
    lock.sign(run, clock);
    return held.get();
  }

  /** Takes the lock without signing, or is empty if another has it. */
  static Optional<LockFile.Held> tryTake(Repository repository) throws IOException {
    return new RunLock(repository.stateDir()).tryTake();
  }

  private Optional<LockFile.Held> tryTake() throws IOException {
    Files.createDirectories(stateDir);
    return new LockFile(stateDir.resolve("run.lock")).tryAcquire();
  }

  private AtomicFile sign() {
    return new AtomicFile(stateDir.resolve("run.holder"));
  }

  private void sign(RunId run, InstantSource clock) throws IOException {
    String who =
        run
            + ", process "
            + ProcessHandle.current().pid()
            + " on "
            + InetAddress.getLocalHost().getHostName()
            + ", since "
            + clock.instant();
    sign().replace(who.getBytes(StandardCharsets.UTF_8));
  }

  private String holder() throws IOException {
    return sign()
        .read()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("a process that has not signed yet");
  }
}
