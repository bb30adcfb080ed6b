package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ensures that at most one orchestrator runs per repository. Holding the operating system's lock is
 * the only authority; the file beside it names the holder, for people.
 */
public final class RunLock {
  private static final Duration SIGNING = Duration.ofSeconds(2);
  private static final Pattern PROCESS = Pattern.compile(", process (\\d{1,18}) on (.*), since ");
  private static final Pattern WATCH = Pattern.compile("watch, process (\\d{1,18}) on ");

  private final Path stateDir;

  private RunLock(Path stateDir) {
    this.stateDir = stateDir;
  }

  /** Takes the lock for the holder called {@code who}, or refuses and names the current holder. */
  public static LockFile.Held take(Repository repository, String who, InstantSource clock)
      throws IOException, RefusedException {
    RunLock lock = new RunLock(repository.stateDir());
    Optional<LockFile.Held> held = lock.tryTake();
    if (held.isEmpty()) {
      throw lock.busy("see 'roundhouse status', or wait for it to end");
    }
    try {
      lock.sign(who, clock);
    } catch (IOException | RuntimeException full) {
      try (LockFile.Held unsigned = held.get()) { // the next caller in this process may try
        throw full;
      }
    }
    return held.get();
  }

  /**
   * Returns the description of a process that holds the lock and waits for work, as far as this
   * host can tell; for people.
   */
  public static Optional<String> watcher(Path stateDir) throws IOException {
    return new RunLock(stateDir).sign().read().map(RunLock::text).filter(RunLock::isWatching);
  }

  /**
   * Returns the description of the process that holds the lock below {@code stateDir}; empty if it
   * is free. Creates nothing.
   *
   * @throws IOException if it cannot be looked at
   */
  public static Optional<String> heldBy(Path stateDir) throws IOException {
    RunLock lock = new RunLock(stateDir);
    Optional<String> named =
        Files.exists(stateDir.resolve("run.lock")) ? lock.signed() : Optional.empty();
    if (named.isPresent()) {
      Optional<LockFile.Held> free = lock.tryTake();
      if (free.isPresent()) {
        free.get().close();
        return Optional.empty();
      }
    }
    return named;
  }

  private static boolean isWatching(String holder) {
    Matcher matcher = WATCH.matcher(holder);
    return matcher.lookingAt()
        && ProcessHandle.of(Long.parseLong(matcher.group(1)))
            .filter(ProcessHandle::isAlive)
            .isPresent();
  }

  /**
   * Returns the refusal of an operation because another process has the lock; {@code hint} says
   * what to do.
   */
  public static RefusedException busy(Repository repository, String hint) throws IOException {
    return new RunLock(repository.stateDir()).busy(hint);
  }

  private RefusedException busy(String hint) throws IOException {
    return RefusedException.busy("another run is active in this repository: " + holder(), hint);
  }

  /** Takes the lock without signing; returns empty if another process has it. */
  public static Optional<LockFile.Held> tryTake(Repository repository) throws IOException {
    return new RunLock(repository.stateDir()).tryTake();
  }

  private Optional<LockFile.Held> tryTake() throws IOException {
    Directories.createPlain(stateDir);
    return new LockFile(stateDir.resolve("run.lock")).tryAcquire();
  }

  private AtomicFile sign() {
    return new AtomicFile(stateDir.resolve("run.holder"));
  }

  private void sign(String run, InstantSource clock) throws IOException {
    String who =
        run
            + ", process "
            + ProcessHandle.current().pid()
            + " on "
            + host()
            + ", since "
            + clock.instant();
    sign().replace(who.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the name of this host, for people; one that resolves to nothing is as good. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unresolved) {
      return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "this host");
    }
  }

  /** Returns the description of the holder, which may have taken the lock only just now. */
  private String holder() throws IOException {
    long deadline = System.nanoTime() + SIGNING.toNanos();
    Optional<String> named = signed();
    while (named.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      named = signed();
    }
    return named.orElse("a process that has not recorded itself");
  }

  /** Returns the description of the holder, unless it is that of a process that has ended. */
  private Optional<String> signed() throws IOException {
    return sign().read().map(RunLock::text).filter(RunLock::mayRun);
  }

  private static boolean mayRun(String holder) {
    Matcher matcher = PROCESS.matcher(holder);
    if (holder.isBlank()) {
      return false;
    }
    return !matcher.find()
        || !matcher.group(2).equals(host())
        || ProcessHandle.of(Long.parseLong(matcher.group(1)))
            .filter(ProcessHandle::isAlive)
            .isPresent();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
