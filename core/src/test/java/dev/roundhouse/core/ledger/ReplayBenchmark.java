package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to open a ledger from its journal alone, and how much heap that needs: 10
 * thousand, 100 thousand and a million events over a tenth as many issues. The argument is a
 * directory to work in.
 */
final class ReplayBenchmark {
  private static final int EVENTS_PER_ISSUE = 10;
  private static final int EVENTS_PER_STEP = 5;
  private static final RunId RUN = RunId.fresh();
  private static final WorkerId WORKER = WorkerId.fresh();

  private ReplayBenchmark() {}

  /** Measures and prints. */
  public static void main(String... args) throws IOException {
    for (int events : new int[] {10_000, 10_000, 100_000, 1_000_000}) {
      Path directory = Files.createTempDirectory(Path.of(args[0]), "replay");
      write(directory, events / EVENTS_PER_ISSUE);
      long begun = System.nanoTime();
      LedgerView view = Ledger.read(directory);
      long replayed = System.nanoTime();
      System.gc();
      long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      snapshot(directory);
      long written = System.nanoTime();
      int issues = Ledger.read(directory).issues().size();
      System.out.printf(
          Locale.ROOT,
          "%,9d events, %,7d issues, %4d MB journal: replayed in %,6d ms, heap after it %4d MB;"
              + " opened from a snapshot in %,5d ms (%d issues, position %d)%n",
          events,
          view.issues().size(),
          view.position() >> 20,
          (replayed - begun) / 1_000_000,
          heap >> 20,
          (System.nanoTime() - written) / 1_000_000,
          issues,
          view.position());
    }
  }

  private static void snapshot(Path directory) throws IOException {
    try (Ledger ledger = Ledger.open(directory, InstantSource.system())) {
      ledger.snapshot();
    }
  }

  private static void write(Path directory, int issues) throws IOException {
    try (Ledger ledger = Ledger.open(directory, InstantSource.system())) {
      for (int i = 0; i < issues; i++) {
        List<Event> life = life(new IssueId("T-" + i));
        for (int from = 0; from < life.size(); from += EVENTS_PER_STEP) {
          List<Event> step = life.subList(from, from + EVENTS_PER_STEP);
          ledger.commit(view -> step);
        }
      }
    }
  }

  private static List<Event> life(IssueId issue) {
    AttemptId attempt = AttemptId.fresh();
    Instant now = InstantSource.system().instant();
    ProcessIdentity process =
        new ProcessIdentity("boot", "pid:[4026531836]", 4711, 123456, "token");
    String commit = "0123456789abcdef0123456789abcdef01234567";
    List<Event> life = new ArrayList<>();
    life.add(new Event.AttemptClaimed(issue, attempt, 1, RUN, WORKER, "w1", now));
    life.add(new Event.AgentStarted(issue, attempt, commit, process, now));
    life.add(new Event.AttemptEnded(issue, attempt, 0, commit, now));
    life.add(new Event.PhaseTimed(issue, attempt, "prepare", 12, now));
    life.add(new Event.PhaseTimed(issue, attempt, "agent", 1234, now));
    life.add(new Event.CandidateBuilt(issue, attempt, commit, commit, commit, now));
    life.add(new Event.GateJudged(commit + issue, "key", true, "", 5, now));
    life.add(new Event.LandingIntended(issue, attempt, "main", commit, commit, true, now));
    life.add(new Event.IssueLanded(issue, attempt, commit, true, now));
    life.add(new Event.IssueMarked(issue, commit, now));
    return life;
  }
}
