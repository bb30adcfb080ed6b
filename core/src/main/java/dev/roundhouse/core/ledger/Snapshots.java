package dev.roundhouse.core.ledger;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.journal.JournalDamagedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The two snapshots beside a journal. {@code state.json} saves time and may be lost; {@code
 * base.json} stands in for what the journal has forgotten and may not.
 *
 * <p>Safe for use by any number of threads and processes: only one at a time writes them.
 */
final class Snapshots {

  private final Path directory;
  private final AtomicFile state;
  private final AtomicFile base;
  private final LockFile lock;
  private final InstantSource clock;

  Snapshots(Path directory, Disk disk, InstantSource clock) {
    this.directory = directory;
    this.state = new AtomicFile(directory.resolve("state.json"), disk);
    this.base = new AtomicFile(directory.resolve("base.json"), disk);
    this.lock = new LockFile(directory.resolve("snapshot.lock"));
    this.clock = clock;
  }

  /**
   * Returns the newest view that is a fold of this journal; events after it are in the journal.
   *
   * @throws JournalDamagedException if the journal has forgotten its beginning and no snapshot
   *     stands in for it
   * @throws IOException if a file cannot be read, or a newer version wrote it
   */
  LedgerView latest(Journal journal) throws IOException {
    Optional<LedgerView> cached = view(state.read(), journal);
    return cached.isPresent() ? cached.get() : beginning(journal);
  }

  /**
   * Returns the view from which on every event is in the journal.
   *
   * @throws JournalDamagedException if the journal has forgotten its beginning and no snapshot
   *     stands in for it
   * @throws IOException if a file cannot be read, or a newer version wrote it
   */
  LedgerView beginning(Journal journal) throws IOException {
    Optional<byte[]> bytes = base.read();
    while (true) {
      Optional<LedgerView> stood = view(bytes, journal);
      if (stood.isPresent()) {
        return stood.get();
      }
      if (journal.beginning() == 0) {
        return LedgerView.EMPTY;
      }
      Optional<byte[]> again = base.read();
      if (sameBytes(bytes, again)) {
        throw new JournalDamagedException(
            directory.resolve("base.json"),
            1,
            "its checksum is wrong, and the journal depends on it");
      }
      bytes = again; // the journal has just been compacted
    }
  }

  private static boolean sameBytes(Optional<byte[]> one, Optional<byte[]> other) {
    return Arrays.equals(one.orElse(null), other.orElse(null));
  }

  private static Optional<LedgerView> view(Optional<byte[]> bytes, Journal journal)
      throws IOException {
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    Optional<Snapshot> snapshot = LedgerFormat.decodeSnapshot(bytes.get());
    if (snapshot.isPresent()) {
      Optional<String> seal = journal.seal(snapshot.get().position());
      if (seal.isPresent() && seal.get().equals(snapshot.get().seal())) {
        return Optional.of(snapshot.get().view());
      }
      System.getLogger(Snapshots.class.getName())
          .log(Level.DEBUG, "a snapshot belongs to another journal and is not used");
    }
    return Optional.empty();
  }

  /** Writes the cache, unless another writer is active. */
  void saveState(LedgerView view, Journal journal) throws IOException {
    Optional<LockFile.Held> mine = lock.tryAcquire();
    if (mine.isPresent()) {
      try (LockFile.Held held = mine.get()) {
        save(state, view, journal);
      }
    }
  }

  /** Acquires the right to write snapshots, which a compaction needs from start to end. */
  LockFile.Held hold(Duration limit) throws IOException {
    return lock.acquire(limit);
  }

  /**
   * Writes the snapshot that stands in for everything before {@code view}; durable when this
   * returns.
   */
  void saveBase(LedgerView view, Journal journal, LockFile.Held proof) throws IOException {
    Objects.requireNonNull(proof);
    save(base, view, journal);
  }

  private void save(AtomicFile file, LedgerView view, Journal journal) throws IOException {
    Optional<String> seal = journal.seal(view.position());
    if (seal.isEmpty()) {
      return; // the journal was compacted beyond this view, which is now useless
    }
    file.tidy();
    file.replace(LedgerFormat.encode(Snapshot.of(view, seal.get(), clock.instant())));
  }
}
