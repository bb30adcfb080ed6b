package dev.roundhouse.core.ledger;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.journal.FileJournal;
import dev.roundhouse.core.journal.Journal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of one repository: a journal of events, folded. Any number of ledgers, in any number of
 * threads and processes, may be open on one directory: each step is decided from everything that
 * was appended before it, all of a step is appended or nothing, and it is durable when {@link
 * #commit} returns.
 *
 * <p>Safe for use by any number of threads and processes; proven by {@code LedgerRaceTest}, with
 * real processes.
 */
public final class Ledger implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Ledger.class.getName());
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(60);

  private final Journal journal;
  private final LockFile lock;
  private final AtomicFile snapshot;
  private final InstantSource clock;
  private final Object reading = new Object();
  private volatile LedgerView view;

  private Ledger(Path directory, Journal journal, LedgerView view, InstantSource clock) {
    this.journal = journal;
    this.lock = new LockFile(directory.resolve("lock"));
    this.snapshot = new AtomicFile(directory.resolve("state.json"));
    this.view = view;
    this.clock = clock;
  }

  /**
   * Opens the ledger in {@code directory}, making it if it is not there. What a crash left half
   * written is cut off, with a copy kept aside.
   *
   * @throws dev.roundhouse.core.journal.JournalDamagedException if what was durable once no longer
   *     checks out; nothing was changed
   * @throws IOException if it cannot be opened, or a newer version wrote it
   */
  public static Ledger open(Path directory, InstantSource clock) throws IOException {
    Directories.create(directory);
    Journal journal = FileJournal.open(directory.resolve("journal"));
    try {
      Ledger ledger = new Ledger(directory, journal, cached(directory, journal), clock);
      ledger.begin();
      return ledger;
    } catch (IOException | RuntimeException broken) {
      journal.close();
      throw broken;
    }
  }

  private void begin() throws IOException {
    try (LockFile.Held held = lock.acquire(LOCK_LIMIT)) {
      catchUp();
      settle(held);
    }
    journal.force(view.position());
  }

  private void settle(LockFile.Held proof) throws IOException {
    Objects.requireNonNull(proof);
    String cut = journal.settle();
    if (!cut.isEmpty()) {
      LOG.log(Level.WARNING, cut);
    }
  }

  /** What the snapshot says, or nothing yet if there is none or it is not of this journal. */
  private static LedgerView cached(Path directory, Journal journal) throws IOException {
    Optional<byte[]> bytes = new AtomicFile(directory.resolve("state.json")).read();
    if (bytes.isEmpty()) {
      return LedgerView.EMPTY;
    }
    Snapshot kept = LedgerFormat.decodeSnapshot(bytes.get());
    if (journal.seal(kept.position()).filter(seal -> seal.equals(kept.seal())).isPresent()) {
      return kept.view();
    }
    LOG.log(Level.INFO, "the snapshot is not of this journal, which is read from its beginning");
    return LedgerView.EMPTY;
  }

  /**
   * What the ledger in {@code directory} says now; nothing if there is none. Takes no lock and
   * writes nothing, also while others append.
   *
   * @throws dev.roundhouse.core.journal.JournalDamagedException if what was durable once no longer
   *     checks out
   * @throws IOException if it cannot be read, or a newer version wrote it
   */
  public static LedgerView read(Path directory) throws IOException {
    @Nullable FileJournal journal = FileJournal.reader(directory.resolve("journal"));
    if (journal == null) {
      return LedgerView.EMPTY;
    }
    try (journal) {
      Ledger ledger =
          new Ledger(directory, journal, cached(directory, journal), InstantSource.system());
      ledger.catchUp();
      return ledger.view;
    }
  }

  /**
   * What the ledger says now, with what other processes have appended.
   *
   * @throws IOException if it cannot be read
   */
  public LedgerView view() throws IOException {
    return catchUp();
  }

  private LedgerView catchUp() throws IOException {
    synchronized (reading) {
      LedgerView now = view;
      Journal.Batch batch = journal.read(now.position());
      for (byte[] payload : batch.payloads()) {
        now = fold(now, LedgerFormat.decode(payload));
      }
      view = now.at(batch.end());
      return view;
    }
  }

  private static LedgerView fold(LedgerView from, List<Event> events) {
    LedgerView view = from;
    for (Event event : events) {
      view = Fold.apply(view, event);
    }
    return view;
  }

  /**
   * Takes one step: {@code decide} sees everything appended before, and what it returns is appended
   * as a whole, with nobody in between; durable when this returns. An empty list appends nothing.
   *
   * @param decide quick, and without side effects: it runs under the lock
   * @return the ledger right after the step
   * @throws IllegalTransitionException if an event is not a legal move; nothing was appended
   * @throws IssueNotFoundException if an event is about an issue nobody has heard of; nothing was
   *     appended
   * @throws StaleVersionException if an event was decided from an older version; nothing was
   *     appended
   * @throws IOException if it could not be written; where that left open whether the step counts,
   *     the message says so, and the next opening finds out
   */
  public LedgerView commit(Function<LedgerView, List<Event>> decide) throws IOException {
    LedgerView after;
    try (LockFile.Held held = lock.acquire(LOCK_LIMIT)) {
      after = step(decide, held);
    }
    journal.force(after.position());
    return after;
  }

  /** Takes one step of these events; see {@link #commit(Function)}. */
  public LedgerView commit(Event... events) throws IOException {
    List<Event> all = List.of(events);
    return commit(seen -> all);
  }

  private LedgerView step(Function<LedgerView, List<Event>> decide, LockFile.Held proof)
      throws IOException {
    synchronized (reading) {
      LedgerView before = catchUp();
      settle(proof);
      List<Event> events = decide.apply(before);
      if (events.isEmpty()) {
        return before;
      }
      if (before.hasUnknown()) {
        throw new IOException(
            "a newer Roundhouse has written to this ledger; use that one to go on");
      }
      LedgerView after = fold(before, events);
      view = after.at(journal.append(before.position(), LedgerFormat.encode(events)));
      return view;
    }
  }

  /**
   * Writes the state beside the journal, so that the next opening is quick. A cache: losing it
   * costs nothing but time.
   *
   * @throws IOException if it could not be written
   */
  public void snapshot() throws IOException {
    LedgerView now = view();
    journal.force(now.position());
    String seal =
        journal
            .seal(now.position())
            .orElseThrow(() -> new IOException("the journal is not what it was a moment ago"));
    snapshot.replace(LedgerFormat.encode(Snapshot.of(now, seal)));
    LOG.log(Level.DEBUG, "snapshot of {0} at {1}", now.position(), clock.instant());
  }

  /** Closes the files; the lock stays with the JVM. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
