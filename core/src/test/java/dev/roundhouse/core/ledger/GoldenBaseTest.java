package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The base that an earlier program compacted a journal with every kind of event into is read, and
 * is what this one writes. The file is never made anew: what it says must stay readable for good.
 */
class GoldenBaseTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/2-compacted");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = Instant.parse("2026-01-02T04:05:06.789Z");
  private static final RunId RUN = new RunId("run_0123456789ab");
  private static final WorkerId WORKER = new WorkerId("wrk_0000000000aa");
  private static final ChangeId CHANGE = new ChangeId("chg_0123456789ab");
  private static final ProcessIdentity STAMP = new ProcessIdentity("boot", "pidns", 1, 2, "token");

  /** The kinds that were added since the file was made, so that it has none of them. */
  private static final List<Event> ADDED =
      List.of(
          new Event.LandingReceived(issue("BUG-1"), "new1", LATER),
          new Event.RunHeld(RUN, "main does not pass the gate", LATER),
          new Event.FeedbackGiven(issue("17"), CHANGE, "rename it", false, LATER));

  @TempDir Path directory;

  private static IssueId issue(String id) {
    return new IssueId(id);
  }

  private static AttemptId attempt(int number) {
    return new AttemptId("att_00000000000" + number);
  }

  private static Event claimed(String id, int number) {
    return new Event.AttemptClaimed(issue(id), attempt(number), 1, RUN, WORKER, "w" + number, NOW);
  }

  private static Event started(String id, int number) {
    return new Event.AgentStarted(issue(id), attempt(number), "base", STAMP, NOW);
  }

  private static Event ended(String id, int number) {
    return new Event.AttemptEnded(issue(id), attempt(number), 0, "head" + number, LATER);
  }

  private static Event candidate(String id, int number) {
    return new Event.CandidateBuilt(issue(id), attempt(number), "tip", "cand", "tree", LATER);
  }

  private static Event intended(String id, int number) {
    return new Event.LandingIntended(
        issue(id), attempt(number), "main", "tip", "new" + number, true, LATER);
  }

  /** Every kind of event at least once. */
  static List<Event> allEvents() {
    List<Event> all = events();
    all.addAll(ADDED);
    return all;
  }

  /** Every kind of event that the program which made the file had. */
  static List<Event> events() {
    List<Event> all = new ArrayList<>();
    all.add(new Event.RunStarted(RUN, "main", List.of("./agent"), List.of("make"), 2, STAMP, NOW));
    landed(all);
    failed(all);
    planned(all);
    all.add(new Event.LimitReached("claude", LATER, NOW));
    all.add(new Event.LimitReached("codex", LATER, NOW));
    all.add(new Event.LimitLifted("codex", LATER));
    all.add(new Event.TargetSynced("main", "new1", LATER));
    all.add(new Event.RunBeat(RUN, 7, LATER));
    all.add(new Event.RunEnded(RUN, "finished", LATER));
    all.add(
        new Event.RunStarted(
            new RunId("run_000000000002"), "main", List.of("a"), List.of(), 1, STAMP, LATER));
    return all;
  }

  private static void landed(List<Event> all) {
    all.addAll(List.of(claimed("BUG-1", 1), started("BUG-1", 1)));
    all.add(new Event.CorrectionMade(issue("BUG-1"), attempt(1), "title", "was wrong", NOW));
    Usage usage = new Usage(12, 34, new BigDecimal("0.56"));
    all.add(new Event.UsageReported(issue("BUG-1"), attempt(1), usage, "session", NOW));
    all.add(new Event.PhaseTimed(issue("BUG-1"), attempt(1), "agent", 1234, NOW));
    all.addAll(List.of(ended("BUG-1", 1), candidate("BUG-1", 1)));
    all.add(new Event.GateJudged("tree", "key", true, "all \"well\"\n", 99, LATER));
    all.add(new Event.FlakeSeen(issue("BUG-1"), attempt(1), "tree", "key", "red", LATER));
    all.add(new Event.CandidateHeld(issue("BUG-1"), attempt(1), LATER));
    all.add(new Event.IssueApproved(issue("BUG-1"), CHANGE, LATER));
    all.add(candidate("BUG-1", 1));
    all.add(intended("BUG-1", 1));
    all.add(new Event.LandingAbandoned(issue("BUG-1"), attempt(1), "the tip moved", LATER));
    all.add(candidate("BUG-1", 1));
    all.add(intended("BUG-1", 1));
    all.add(new Event.IssueLanded(issue("BUG-1"), attempt(1), "new1", false, LATER));
    all.add(new Event.IssueMarked(issue("BUG-1"), "new2", LATER));
    all.addAll(List.of(claimed("bd-a3f8", 2), started("bd-a3f8", 2), ended("bd-a3f8", 2)));
    all.addAll(List.of(candidate("bd-a3f8", 2), intended("bd-a3f8", 2)));
    all.add(
        new Event.IssueBranched(
            issue("bd-a3f8"), attempt(2), "roundhouse/bd-a3f8", "head2", "origin", LATER));
  }

  private static void failed(List<Event> all) {
    all.addAll(List.of(claimed("17", 3), started("17", 3)));
    all.add(
        new Event.AttemptFailed(
            issue("17"),
            attempt(3),
            "exited with 1",
            "Grün ist\tanders",
            LifecycleStatus.RETRY_WAIT,
            LifecycleStatus.FAILED,
            LATER,
            LATER));
    all.addAll(List.of(claimed("FEAT-2", 4), started("FEAT-2", 4)));
    all.add(new Event.AttemptReleased(issue("FEAT-2"), attempt(4), "interrupted", LATER));
    all.addAll(List.of(claimed("FEAT-3", 5), started("FEAT-3", 5)));
    all.add(
        new Event.IssueRested(
            issue("FEAT-3"), attempt(5), LifecycleStatus.NO_CHANGE, "nothing to do", LATER));
    all.add(new Event.IssueRetried(issue("FEAT-3"), LATER));
  }

  private static void planned(List<Event> all) {
    Submission what =
        new Submission(
            "Grün",
            new IssueType("bug"),
            new Priority(1),
            Set.of("ui"),
            Set.of(issue("BUG-1")),
            Set.of(issue("17")),
            "Text\nin lines");
    all.add(new Event.IssueEnrolled(issue("sub-1"), CHANGE, what, "key-1", NOW));
    IssueEdit edit =
        new IssueEdit(new Priority(0), "Other", new IssueType("FEAT"), Set.of("a"), "B");
    all.add(new Event.IssueEdited(issue("sub-1"), CHANGE, edit, LATER));
    QueuePosition place = new QueuePosition(new Priority(2), 3, LATER, issue("sub-1"));
    all.add(new Event.IssuePlaced(issue("sub-1"), CHANGE, place, LATER));
    all.add(new Event.ApprovalAsked(issue("sub-1"), CHANGE, ApprovalStage.RUN, LATER));
    all.addAll(List.of(claimed("ENH-4", 6), started("ENH-4", 6)));
    all.add(
        new Event.StopRequested(
            issue("ENH-4"), CHANGE, LifecycleStatus.CANCELLED, "not needed", LATER));
  }

  @Test
  void everyKindOfEventIsInItOrWasAdded() {
    Set<Class<?>> used = new HashSet<>();
    allEvents().forEach(each -> used.add(each.getClass()));
    Set<Class<?>> kinds = new HashSet<>();
    kinds(Event.class, kinds);
    kinds.remove(Event.UnknownEvent.class);

    assertThat(used).isEqualTo(kinds);
  }

  private static void kinds(Class<?> type, Set<Class<?>> into) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted == null) {
      into.add(type);
    } else {
      Arrays.stream(permitted).forEach(each -> kinds(each, into));
    }
  }

  /** Writes what the golden files hold. */
  private static void write(Path where) throws IOException {
    try (Ledger ledger = Ledger.open(where, () -> NOW)) {
      for (Event each : events()) {
        ledger.commit(each);
      }
      ledger.compact();
    }
  }

  private static List<String> files(Path where) throws IOException {
    try (Stream<Path> all = Files.walk(where)) {
      return all.filter(Files::isRegularFile)
          .map(each -> where.relativize(each).toString())
          .filter(each -> !each.endsWith("lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void thisVersionWritesTheSameBytes() throws IOException {
    write(directory);

    assertThat(files(directory)).isEqualTo(files(GOLDEN)).contains("base.json");
    for (String each : files(GOLDEN)) {
      assertThat(directory.resolve(each)).hasSameBinaryContentAs(GOLDEN.resolve(each));
    }
  }

  @Test
  void whatItHoldsIsRead() throws IOException {
    for (String each : files(GOLDEN)) {
      Path to = directory.resolve(each);
      Files.createDirectories(to.resolveSibling("."));
      Files.copy(GOLDEN.resolve(each), to);
    }
    LedgerView golden = Ledger.read(directory);
    Path other = directory.resolve("other");
    try (Ledger ledger = Ledger.open(other, () -> NOW)) {
      for (Event each : events()) {
        ledger.commit(each);
      }
    }
    LedgerView replayed = Ledger.read(other);

    assertThat(golden.issues()).hasSize(7).containsExactlyElementsOf(replayed.issues());
    assertThat(golden.limits()).isEqualTo(replayed.limits());
    assertThat(golden.runs()).hasSize(2).containsExactlyElementsOf(replayed.runs());
    assertThat(golden.beats(RUN)).isEqualTo(replayed.beats(RUN));
    assertThat(golden.verdict("tree", "key")).isEqualTo(replayed.verdict("tree", "key"));
    assertThat(golden.submitted("key-1")).isEqualTo(replayed.submitted("key-1")).isPresent();
  }
}
