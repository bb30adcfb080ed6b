package dev.roundhouse.core.ledger;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.journal.JournalDamagedException;
import dev.roundhouse.core.journal.JournalSalvage;
import dev.roundhouse.core.text.Plural;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a damaged ledger usable again from all that still checks out, after keeping a copy of every
 * file it touches. Can be repeated if it is interrupted itself. Only while no run is going.
 */
public final class LedgerRepair {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory;
  private final InstantSource clock;
  private final Disk disk = Disk.real();
  private final List<String> notes = new ArrayList<>();

  private LedgerRepair(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Returns the damaged places of the ledger in {@code directory}, each with file and line,
   * including those hidden by a snapshot; writes nothing. A torn tail does not count: the next step
   * cuts it off.
   *
   * @throws IOException if it cannot be read, or a newer version wrote it
   */
  public static List<String> damages(Path directory) throws IOException {
    JournalSalvage salvage = JournalSalvage.of(directory.resolve("journal"));
    try {
      return salvage.damages(Ledger.read(directory).position());
    } catch (JournalDamagedException damaged) {
      List<String> all = salvage.damages(Long.MAX_VALUE);
      return all.isEmpty() ? List.of(String.valueOf(damaged.getMessage())) : all;
    }
  }

  /**
   * Repairs the ledger in {@code directory}.
   *
   * @return the records kept, the records lost, and the place of the copy, one line each
   * @throws IOException if that failed, or a newer version wrote the ledger; the copy, if the
   *     message names one, is complete
   */
  public static List<String> repair(Path directory, InstantSource clock) throws IOException {
    LockFile writers = new LockFile(directory.resolve("lock"));
    LockFile snapshots = new LockFile(directory.resolve("snapshot.lock"));
    try (LockFile.Held snapshotting = snapshots.acquire(LIMIT);
        LockFile.Held writing = writers.acquire(LIMIT)) {
      LedgerRepair repair = new LedgerRepair(directory, clock);
      repair.go(writing::close);
      return List.copyOf(repair.notes);
    }
  }

  private void go(Journal.Turn turn) throws IOException {
    JournalSalvage salvage = JournalSalvage.of(directory.resolve("journal"));
    Path copy = copy();
    notes.add("a copy of every file is in " + copy);
    salvage.damages(Long.MAX_VALUE).forEach(each -> notes.add("damaged: " + each));
    LedgerView view = rebuild(salvage.pieces());
    JournalSalvage.Piece begin = salvage.begin(disk, turn);
    Snapshot snapshot = Snapshot.of(view.at(begin.end()), begin.seal(), clock.instant());
    byte[] bytes = LedgerFormat.encode(snapshot);
    new AtomicFile(directory.resolve("base.json"), disk).replace(bytes);
    disk.delete(directory.resolve("state.json"));
    salvage.dropOld(disk, turn);
    notes.add("the ledger now records " + Plural.of(view.issues().size(), "issue"));
  }

  private Path copy() throws IOException {
    Path copy = directory.resolve("repair-1");
    for (int i = 2; Files.exists(copy); i++) {
      copy = directory.resolve("repair-" + i);
    }
    Directories.create(copy);
    copyFiles(directory, copy);
    copyFiles(directory.resolve("journal"), copy);
    return copy;
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    for (Path each : Directories.entries(from, "*.{json,jsonl,bytes}")) {
      new AtomicFile(to.resolve(each.getFileName())).replace(Files.readAllBytes(each));
    }
  }

  /** Returns the newest snapshot that belongs to the pieces, with all pieces after it applied. */
  private LedgerView rebuild(List<JournalSalvage.Piece> pieces) throws IOException {
    LedgerView view = start(pieces);
    long from = view.position();
    int lost = 0;
    for (JournalSalvage.Piece piece : pieces) {
      if (piece.end() > from && piece.payload().length > 0) {
        Optional<LedgerView> next = apply(view, piece);
        lost += next.isPresent() ? 0 : 1;
        view = next.orElse(view);
      }
    }
    if (lost > 0) {
      notes.add(lost + " later records depend on lost ones and were left out");
    }
    return view;
  }

  private LedgerView start(List<JournalSalvage.Piece> pieces) throws IOException {
    for (String name : List.of("state.json", "base.json")) {
      Optional<byte[]> bytes = new AtomicFile(directory.resolve(name), disk).read();
      Optional<Snapshot> snapshot =
          bytes.isPresent() ? LedgerFormat.decodeSnapshot(bytes.get()) : Optional.empty();
      if (snapshot.filter(each -> belongs(each, pieces)).isPresent()) {
        notes.add("continued from the snapshot " + name);
        return snapshot.get().view();
      }
    }
    if (!pieces.isEmpty() && Files.exists(directory.resolve("base.json"))) {
      notes.add("base.json is damaged: everything it stood for is lost except the landings");
    }
    return LedgerView.EMPTY;
  }

  private static boolean belongs(Snapshot snapshot, List<JournalSalvage.Piece> pieces) {
    return pieces.stream()
        .anyMatch(each -> each.end() == snapshot.position() && each.seal().equals(snapshot.seal()));
  }

  private static Optional<LedgerView> apply(LedgerView view, JournalSalvage.Piece piece)
      throws IOException {
    try {
      LedgerView after = EventFold.apply(view, LedgerFormat.decode(piece.payload()));
      if (after.hasUnknown()) {
        throw new IOException("a newer Roundhouse has written to this ledger; use that version");
      }
      return Optional.of(after.at(piece.end()));
    } catch (IllegalTransitionException
        | IssueNotFoundException
        | StaleVersionException buildsOnWhatIsLost) {
      return Optional.empty();
    }
  }
}
