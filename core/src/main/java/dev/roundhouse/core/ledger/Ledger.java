package dev.roundhouse.core.ledger;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.journal.FileJournal;
import dev.roundhouse.core.journal.Journal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state of one repository: a journal of events, folded. Any number of ledgers, in any number of
 * threads and processes, may be open on one directory: each step is decided from everything that
 * was appended before it, a step is appended as a whole or not at all, and it is durable when
 * {@link #commit} returns. An interrupt neither ends a step halfway nor loses it.
 *
 * <p>Safe for use by any number of threads and processes; proven by {@code LedgerRaces} and {@code
 * LedgerLinearizabilityTest} over a journal in memory, by {@code LedgerRaceTest} and {@code
 * ProcessStressTest} with real files and processes, and by {@code CrashTableTest} and {@code
 * PowerLossTest} for what survives.
 */
public final class Ledger implements AutoCloseable {
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(60);
  private static final long SNAPSHOT_AFTER = 8 << 20;

  private final Journal journal;
  private final Replay replay;
  private final @Nullable Snapshots snapshots;
  private final Object reading = new Object();
  private volatile LedgerView view;
  private volatile long snapshotAt;

  private Ledger(Journal journal, @Nullable Snapshots snapshots, LedgerView view) {
    this.journal = journal;
    this.replay = new Replay(journal, snapshots);
    this.snapshots = snapshots;
    this.view = view;
    this.snapshotAt = view.position();
  }

  /**
   * Opens the ledger in {@code directory}, creating it if it does not exist. What a crash left half
   * written is cut off, and a copy of it is kept.
   *
   * @throws dev.roundhouse.core.journal.JournalDamagedException if something that was durable once
   *     no longer checks out; nothing was changed
   * @throws IOException if it cannot be opened, or a newer version wrote it
   */
  public static Ledger open(Path directory, InstantSource clock) throws IOException {
    Directories.create(directory);
    return open(directory, FileJournal.open(directory.resolve("journal")), Disk.real(), clock);
  }

  /** Opens the ledger in {@code directory} with its journal, which is closed if that fails. */
  static Ledger open(Path directory, Journal journal, Disk disk, InstantSource clock)
      throws IOException {
    try {
      Snapshots snapshots = new Snapshots(directory, disk, clock);
      Ledger ledger = new Ledger(journal, snapshots, snapshots.latest(journal));
      ledger.begin();
      return ledger;
    } catch (IOException | RuntimeException broken) {
      journal.close();
      throw broken;
    }
  }

  /**
   * Opens a ledger over {@code journal} alone, without snapshots; for a journal that the caller
   * provides.
   *
   * @throws IOException if it cannot be read, or a newer version wrote it
   */
  public static Ledger over(Journal journal) throws IOException {
    Ledger ledger = new Ledger(journal, null, LedgerView.EMPTY);
    ledger.begin();
    return ledger;
  }

  private void begin() throws IOException {
    try (Journal.Turn turn = journal.turn(LOCK_LIMIT)) {
      catchUp();
      settle(turn);
    }
    journal.force(view.position());
  }

  private void settle(Journal.Turn turn) throws IOException {
    String cut = journal.settle(turn);
    if (!cut.isEmpty()) {
      System.getLogger(Ledger.class.getName()).log(Level.WARNING, cut);
    }
  }

  /**
   * Reads the current state of the ledger in {@code directory}; an empty view if there is none.
   * Takes no lock and writes nothing, even while others append.
   *
   * @throws dev.roundhouse.core.journal.JournalDamagedException if something that was durable once
   *     no longer checks out
   * @throws IOException if it cannot be read, or a newer version wrote it
   */
  public static LedgerView read(Path directory) throws IOException {
    Directories.refuseObstacle(directory);
    @Nullable FileJournal journal = FileJournal.reader(directory.resolve("journal"));
    if (journal == null) {
      return LedgerView.EMPTY;
    }
    try (journal) {
      Snapshots snapshots = new Snapshots(directory, Disk.real(), InstantSource.system());
      Ledger ledger = new Ledger(journal, snapshots, snapshots.latest(journal));
      return ledger.catchUp();
    }
  }

  /**
   * Reads those events of the ledger in {@code directory} that its journal still holds and that
   * {@code wanted} accepts, in their order; none if there is no ledger. What {@link #compact} made
   * the journal forget is missing. Takes no lock and writes nothing, even while others append.
   *
   * @throws dev.roundhouse.core.journal.JournalDamagedException if something that was durable once
   *     no longer checks out
   * @throws IOException if it cannot be read, or a newer version wrote it
   */
  public static List<Event> events(Path directory, Predicate<Event> wanted) throws IOException {
    Directories.refuseObstacle(directory);
    @Nullable FileJournal journal = FileJournal.reader(directory.resolve("journal"));
    if (journal == null) {
      return List.of();
    }
    try (journal) {
      Snapshots snapshots = new Snapshots(directory, Disk.real(), InstantSource.system());
      return new Replay(journal, snapshots).events(wanted);
    }
  }

  /**
   * Returns the current state of the ledger, including what other processes have appended.
   *
   * @throws IOException if it cannot be read
   */
  public LedgerView view() throws IOException {
    return catchUp();
  }

  private LedgerView catchUp() throws IOException {
    synchronized (reading) {
      view = replay.on(view);
      return view;
    }
  }

  /**
   * Takes one step: {@code decide} sees everything appended before, and the events it returns are
   * appended as a whole, with nothing in between; durable when this returns. An empty list appends
   * nothing, but the state it was decided from is durable all the same.
   *
   * @param decide must be quick and without side effects: it runs under the lock
   * @return the ledger right after the step
   * @throws IllegalTransitionException if an event is not a legal move; nothing was appended
   * @throws IssueNotFoundException if an event is about an unknown issue; nothing was appended
   * @throws StaleVersionException if an event was decided from an older version; nothing was
   *     appended
   * @throws IOException if the step could not be written; if that leaves open whether it counts,
   *     the message says so, and the next opening finds out
   */
  public LedgerView commit(Function<LedgerView, List<Event>> decide) throws IOException {
    LedgerView after;
    try (Journal.Turn turn = journal.turn(LOCK_LIMIT)) {
      after = step(decide, turn);
    }
    journal.force(after.position());
    return after;
  }

  /** Takes one step of these events; see {@link #commit(Function)}. */
  public LedgerView commit(Event... events) throws IOException {
    List<Event> all = List.of(events);
    return commit(seen -> all);
  }

  private LedgerView step(Function<LedgerView, List<Event>> decide, Journal.Turn turn)
      throws IOException {
    synchronized (reading) {
      LedgerView before = catchUp();
      settle(turn);
      List<Event> events = decide.apply(before);
      if (events.isEmpty()) {
        return before;
      }
      before.refuseIfUnknown();
      LedgerView after = EventFold.apply(before, events);
      byte[] payload = LedgerFormat.encode(events);
      view = after.at(journal.append(before.position(), payload, turn));
      return view;
    }
  }

  /**
   * Writes the state beside the journal, so that the next opening is quick. A cache: losing it
   * costs only time.
   *
   * @throws IOException if it could not be written
   */
  public void snapshot() throws IOException {
    LedgerView now = view();
    journal.force(now.position());
    if (snapshots != null) {
      snapshots.saveState(now, journal);
      snapshotAt = now.position();
    }
  }

  /**
   * Takes a {@link #snapshot} if the journal has grown by 8 MB since the last one.
   *
   * @throws IOException if it could not be written
   */
  public void snapshotIfGrown() throws IOException {
    if (view.position() - snapshotAt > SNAPSHOT_AFTER) {
      snapshot();
    }
  }

  /**
   * Compacts the journal: it forgets the past events, and the state they led to is kept. Safe while
   * any number of others read and commit.
   *
   * @return the number of bytes of the journal that were freed
   * @throws IOException if that failed, or a newer version has written to the journal; nothing is
   *     lost
   */
  public long compact() throws IOException {
    if (snapshots == null) {
      return 0;
    }
    try (LockFile.Held held = snapshots.hold(LOCK_LIMIT)) {
      LedgerView boundary = divide();
      journal.force(boundary.position());
      snapshots.saveBase(boundary, journal, held);
      return journal.forget(boundary.position());
    }
  }

  private LedgerView divide() throws IOException {
    try (Journal.Turn turn = journal.turn(LOCK_LIMIT)) {
      synchronized (reading) {
        LedgerView before = catchUp();
        settle(turn);
        before.refuseIfUnknown();
        view = before.at(journal.divide(before.position(), turn));
        return view;
      }
    }
  }

  /** Closes the files; the lock stays with the JVM. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
