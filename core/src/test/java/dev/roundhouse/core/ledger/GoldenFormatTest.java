package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every version has written can be read by this one, and what this one writes stays so. */
class GoldenFormatTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final RunId RUN = new RunId("run_0123456789ab");
  private static final WorkerId WORKER = new WorkerId("wrk_0000000000aa");
  private static final ChangeId CHANGE = new ChangeId("chg_0123456789ab");
  private static final AttemptId FIRST = new AttemptId("att_00000000000a");
  private static final IssueId BUG = new IssueId("BUG-1");
  private static final IssueId SUBMITTED = new IssueId("sub-1");

  @TempDir Path directory;

  private void golden(int version) throws IOException {
    Path from = Path.of("src/test/resources/golden", Integer.toString(version));
    try (var files = Files.walk(from)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path to = directory.resolve(from.relativize(each).toString());
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.copy(each, to);
      }
    }
  }

  private static Map<String, String> statuses(LedgerView view) {
    Map<String, String> statuses = new TreeMap<>();
    view.issues().forEach(each -> statuses.put(each.id().value(), each.status().word()));
    return statuses;
  }

  @Test
  void whatVersionOneWroteIsReadAndGoneOnFrom() throws IOException {
    golden(1);
    Map<String, String> expected = Map.of("BUG-1", "landed", "BUG-2", "open", "FEAT-3", "open");
    assertThat(statuses(Ledger.read(directory))).isEqualTo(expected);

    try (Ledger ledger = Ledger.open(directory, () -> NOW)) {
      IssueRecord bug = ledger.view().issue(BUG).orElseThrow();
      assertThat(bug.landedCommit()).isEqualTo("d");
      assertThat(bug.marked()).isTrue();
      assertThat(bug.flakes()).isZero();
      assertThat(bug.wishes()).isEqualTo(RequestedChanges.NONE);
      ledger.commit(new Event.IssueRetried(BUG, NOW));
      ledger.compact();
    }
    assertThat(statuses(Ledger.read(directory))).containsEntry("BUG-1", "open").hasSize(3);
    assertThat(directory.resolve("journal/00000001.jsonl")).doesNotExist();
  }

  @Test
  void whatVersionTwoWroteIsReadFromItsJournalAndFromItsSnapshots() throws IOException {
    golden(2);
    LedgerView snapshot = Ledger.read(directory);
    Files.delete(directory.resolve("state.json"));
    LedgerView journal = Ledger.read(directory);

    for (LedgerView each : List.of(snapshot, journal)) {
      assertThat(statuses(each))
          .isEqualTo(Map.of("BUG-1", "awaiting-approval", "sub-1", "cancelled"));
      IssueRecord bug = each.issue(BUG).orElseThrow();
      assertThat(bug.corrections()).extracting(Correction::category).containsExactly("title");
      assertThat(bug.flakes()).isEqualTo(1);
      assertThat(bug.usage()).isEqualTo(new Usage(12, 34, new BigDecimal("0.56")));
      assertThat(bug.wishes().edit().priority()).isEqualTo(new Priority(0));
      assertThat(bug.wishes().place()).isNull();
      assertThat(each.submitted("key-1")).contains(new SubmissionReceipt(SUBMITTED, NOW));
      assertThat(each.beats(RUN)).isEqualTo(7);
      assertThat(each.limits()).containsEntry("claude", new AccountLimit(NOW, 1));
      assertThat(each.enrolled())
          .singleElement()
          .satisfies(issue -> assertThat(issue.title()).isEqualTo("Grün"));
    }
  }

  /** The bytes, but for the checksums of lines, are those of the golden file. */
  @Test
  void thisVersionWritesWhatItsGoldenFileHolds() throws IOException {
    write(directory);
    for (String name : List.of("journal/00000001.jsonl", "state.json", "base.json")) {
      Path golden = Path.of("src/test/resources/golden/2", name);
      if (Files.exists(directory.resolve(name)) || Files.exists(golden)) {
        assertThat(directory.resolve(name)).hasSameTextualContentAs(golden);
      }
    }
  }

  private static void write(Path where) throws IOException {
    try (Ledger ledger = Ledger.open(where, () -> NOW)) {
      Submission what =
          new Submission(
              "Grün",
              new IssueType("bug"),
              new Priority(1),
              Set.of("ui"),
              Set.of(BUG),
              Set.of(),
              "Text\nin lines");
      ledger.commit(new Event.IssueEnrolled(SUBMITTED, CHANGE, what, "key-1", NOW));
      ledger.commit(new Event.RunBeat(RUN, 7, NOW));
      ledger.commit(new Event.LimitReached("claude", NOW, NOW));
      PlanChange change = new PlanChange(CHANGE, NOW);
      ledger.commit(
          change.swap(BUG, SUBMITTED, id -> new QueuePosition(Priority.DEFAULT, 2, NOW, id)));
      ledger.commit(new Event.AttemptClaimed(BUG, FIRST, 1, RUN, WORKER, "w1", NOW));
      ledger.commit(new Event.CorrectionMade(BUG, FIRST, "title", "was wrong", NOW));
      Usage usage = new Usage(12, 34, new BigDecimal("0.56"));
      ledger.commit(new Event.UsageReported(BUG, FIRST, usage, "session", NOW));
      ledger.commit(new Event.FlakeSeen(BUG, FIRST, "tree", "key", "was red", NOW));
      ledger.commit(change.ask(BUG, ApprovalStage.LAND));
      ledger.commit(
          new Event.AgentStarted(BUG, FIRST, "base", new ProcessIdentity("b", "p", 1, 2, "t"), NOW),
          new Event.AttemptEnded(BUG, FIRST, 0, "head", NOW));
      ledger.commit(new Event.CandidateHeld(BUG, FIRST, NOW));
      ledger.commit(change.ask(SUBMITTED, ApprovalStage.RUN));
      ledger.commit(change.approve(SUBMITTED));
      ledger.commit(change.putAside(SUBMITTED, LifecycleStatus.CANCELLED, "not needed"));
      ledger.snapshot();
    }
    // an edit comes last, so that the snapshot is not all there is
    try (Ledger ledger = Ledger.open(where, () -> NOW)) {
      IssueEdit edit =
          new IssueEdit(new Priority(0), "Other", new IssueType("FEAT"), Set.of("a"), "B");
      ledger.commit(new Event.IssueEdited(BUG, CHANGE, edit, NOW));
    }
  }

  @Test
  void aNewerSnapshotAndANewerStepAreRefusedUntouched() throws IOException {
    golden(2);
    Path journal = directory.resolve("journal/00000001.jsonl");
    byte[] before = Files.readAllBytes(journal);
    Path state = directory.resolve("state.json");
    byte[] newer = "{\"v\":3,\"position\":1}".getBytes(StandardCharsets.UTF_8);
    Files.write(state, LedgerFormat.sealed(newer));

    assertThatThrownBy(() -> Ledger.open(directory, () -> NOW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newer Roundhouse (format 3)");

    assertThat(Arrays.equals(Files.readAllBytes(journal), before)).isTrue();
    assertThat(Files.readAllBytes(state)).isEqualTo(LedgerFormat.sealed(newer));
  }

  /** Writes the golden file of this version, for when there is a new one. */
  static final class Writer {
    private Writer() {}

    public static void main(String... args) throws IOException {
      write(Path.of(args[0]));
    }
  }
}
