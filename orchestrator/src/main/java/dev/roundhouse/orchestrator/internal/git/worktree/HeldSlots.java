package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * The slots in which a thread of an embedding program may still write although its attempt is over.
 * A lock file holds each for every run of every process, until that thread or its process has
 * ended. Safe for use by any number of threads and processes.
 */
public final class HeldSlots {
  private static final System.Logger LOG = System.getLogger(HeldSlots.class.getName());
  private static final String SUFFIX = ".lock";
  private static final Pattern NAME = Pattern.compile("w[0-9]{1,9}\\.lock");

  private final WorktreePool pool;
  private final Path directory;

  /** Creates the record of the held slots of {@code pool}. */
  public HeldSlots(Repository repository, WorktreePool pool) {
    this.pool = pool;
    this.directory = repository.stateDir().resolve("held-slots");
  }

  /**
   * Holds the slot called {@code name} until {@code free} completes.
   *
   * @throws IOException if the lock file cannot be created
   */
  public void hold(String name, CompletableFuture<Void> free) throws IOException {
    Directories.create(directory);
    Optional<LockFile.Held> lock = lock(name).tryAcquire();
    var unused = free.thenRun(() -> lock.ifPresent(HeldSlots::release));
  }

  private static void release(LockFile.Held lock) {
    try {
      lock.close();
    } catch (IOException refused) {
      LOG.log(System.Logger.Level.WARNING, "a worktree stays held until this JVM ends", refused);
    }
  }

  private LockFile lock(String name) {
    return new LockFile(directory.resolve(name + SUFFIX));
  }

  /** Tells whether the slot called {@code name} is held. */
  public boolean isHeld(String name) throws IOException {
    if (!Files.exists(directory.resolve(name + SUFFIX))) {
      return false;
    }
    Optional<LockFile.Held> free = lock(name).tryAcquire();
    free.ifPresent(HeldSlots::release);
    return free.isEmpty();
  }

  /**
   * Returns the names of the held slots. A slot that is free again is set aside if it contains
   * something that was written too late to be saved.
   *
   * @param aside takes the places of slots that were set aside
   */
  public Set<String> settle(List<Path> aside) throws IOException, InterruptedException {
    Set<String> held = new HashSet<>();
    for (Path each : known()) {
      String name = each.getFileName().toString().replace(SUFFIX, "");
      if (isHeld(name)) {
        held.add(name);
      } else {
        Optional<Worktree> slot = pool.find(name);
        if (slot.isPresent()) {
          pool.putAsideIfUnsaved(slot.get()).ifPresent(aside::add);
        }
        Files.delete(each);
      }
    }
    return held;
  }

  /** Returns the locks; anything else there is not ours, and is left alone. */
  private List<Path> known() throws IOException {
    return Files.isDirectory(directory)
        ? Directories.entries(directory).stream().filter(HeldSlots::isLock).toList()
        : List.of();
  }

  private static boolean isLock(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches()
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
