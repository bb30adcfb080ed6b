package dev.roundhouse.core.ledger;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.journal.FileJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that can happen to a ledger, in a short life: commits of one event and of several, files that
 * follow each other, snapshots, compactions, and openings with and without a torn tail. Every step
 * can be told from every other, and half a step from a whole one.
 */
final class LedgerLife implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final long LONGEST_FILE = 900;
  private static final String REASON =
      "so that its record is long enough to be torn in many places";

  private final Path directory;
  private final Disk disk;
  private @Nullable Ledger ledger;

  LedgerLife(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /** Everything, in order. */
  List<Act> acts() {
    return List.of(
        new Act("opening", 0, this::ledger),
        commit(1),
        commit(2),
        commit(3),
        new Act("snapshot", 0, () -> ledger().snapshot()),
        commit(4),
        commit(5),
        new Act("compaction", 0, () -> ledger().compact()),
        commit(6),
        commit(7),
        new Act("a writer dies", 0, this::tear),
        new Act("opening again", 0, this::reopen),
        commit(8),
        new Act("snapshot again", 0, () -> ledger().snapshot()),
        new Act("compaction again", 0, () -> ledger().compact()),
        commit(9));
  }

  /** What somebody does who finds the ledger as a crash left it. */
  List<Act> afterlife() {
    return List.of(
        new Act("making sure", 0, () -> ledger().commit()),
        commit(50),
        new Act("snapshot", 0, () -> ledger().snapshot()),
        new Act("compaction", 0, () -> ledger().compact()),
        commit(51));
  }

  private Act commit(int step) {
    Event[] events =
        IntStream.rangeClosed(1, size(step)).mapToObj(i -> event(step, i)).toArray(Event[]::new);
    String name = "commit of " + (events.length == 1 ? "1 event" : events.length + " events");
    return new Act(name, step, () -> ledger().commit(events));
  }

  private static int size(int step) {
    return step % 2 == 0 ? 3 : 1;
  }

  private static Event event(int step, int number) {
    IssueId issue = new IssueId("S-" + step + "-" + number);
    return new Event.IssueRested(issue, null, LifecycleStatus.SKIPPED, REASON, NOW);
  }

  /** The ledger, opened if it is not open. */
  private Ledger ledger() throws IOException {
    Ledger open = ledger;
    if (open == null) {
      Directories.create(directory);
      Path files = directory.resolve("journal");
      FileJournal journal = FileJournal.open(files, disk, LONGEST_FILE);
      open = Ledger.open(directory, journal, disk, () -> NOW);
      ledger = open;
    }
    return open;
  }

  private void reopen() throws IOException {
    close();
    ledger();
  }

  /** Leaves half a record, as a writer does that is killed while it writes. */
  private void tear() throws IOException {
    Optional<Path> last;
    try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
      last =
          files.filter(each -> each.toString().endsWith(".jsonl")).max(Comparator.naturalOrder());
    }
    if (last.isPresent()) {
      try (Disk.OpenFile file = disk.open(last.get())) {
        file.write(file.length(), "01234567 89 0 {\"v\":2,\"ev".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** The view of an open ledger. */
  LedgerView view() throws IOException {
    return ledger().view();
  }

  /** Takes one further step. */
  void step(int step) throws IOException {
    commit(step).body().run();
  }

  @Override
  public void close() throws IOException {
    if (ledger != null) {
      ledger.close();
      ledger = null;
    }
  }

  /**
   * The steps that {@code view} holds.
   *
   * @throws AssertionError if it holds half of one
   */
  static SortedSet<Integer> steps(LedgerView view) {
    TreeMap<Integer, List<IssueId>> found = new TreeMap<>();
    for (IssueRecord each : view.issues()) {
      int step = Integer.parseInt(each.id().value().split("-", 3)[1]);
      found.computeIfAbsent(step, absent -> new ArrayList<>()).add(each.id());
    }
    found.forEach(
        (step, issues) -> {
          if (issues.size() != size(step)) {
            throw new AssertionError("of step " + step + " there is only " + issues);
          }
        });
    return new TreeSet<>(found.keySet());
  }

  /**
   * One thing that happens.
   *
   * @param name in words
   * @param step the step it commits, or 0
   * @param body does it
   */
  record Act(String name, int step, Body body) {
    interface Body {
      void run() throws IOException;
    }
  }
}
