package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.FileJournal;
import dev.roundhouse.core.testing.ManualClock;
import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fold of events, one step after the other. */
class LedgerTest {
  private static final IssueId ISSUE = new IssueId("BUG-1");
  private static final IssueId OTHER = new IssueId("BUG-2");
  private static final IssueId THIRD = new IssueId("BUG-3");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final RunId RUN = RunId.fresh();
  private static final ProcessIdentity PROCESS =
      new ProcessIdentity("boot", "pid:[1]", 7, 8, "token");

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = Ledger.open(directory, clock);
  }

  private AttemptId claim(int number) throws IOException {
    AttemptId attempt = AttemptId.fresh();
    ledger.commit(
        new Event.AttemptClaimed(
            ISSUE, attempt, number, RUN, WorkerId.fresh(), "w1", clock.instant()));
    return attempt;
  }

  private void land(AttemptId attempt) throws IOException {
    Instant now = clock.instant();
    ledger.commit(new Event.AgentStarted(ISSUE, attempt, "base", PROCESS, now));
    ledger.commit(
        new Event.AttemptEnded(ISSUE, attempt, 0, "head", now),
        new Event.PhaseTimed(ISSUE, attempt, "agent", 42, now));
    ledger.commit(new Event.CandidateBuilt(ISSUE, attempt, "t0", "c", "tree", now));
    ledger.commit(new Event.GateJudged("tree", "key", true, "", 5, now));
    ledger.commit(new Event.LandingIntended(ISSUE, attempt, "main", "t0", "c", true, now));
    ledger.commit(new Event.IssueLanded(ISSUE, attempt, "c", true, now));
  }

  private IssueRecord record() throws IOException {
    return ledger.view().issue(ISSUE).orElseThrow();
  }

  @Test
  void followsAnIssueFromItsClaimToItsLanding() throws IOException {
    land(claim(1));

    IssueRecord record = record();
    assertThat(record.status()).isEqualTo(LifecycleStatus.LANDED);
    assertThat(record.landedCommit()).isEqualTo("c");
    assertThat(record.marked()).isTrue();
    assertThat(record.claim()).isNull();
    assertThat(record.version()).isEqualTo(7);
    assertThat(record.timings()).containsEntry("agent", 42L);
    assertThat(record.history()).extracting(AttemptSummary::outcome).containsExactly("landed");
    assertThat(ledger.view().verdict("tree", "key")).map(VerdictRecord::green).contains(true);
  }

  @Test
  void isTheSameReadFromTheJournalFromASnapshotAndByAnotherReader() throws IOException {
    land(claim(1));
    LedgerView whole = ledger.view();
    ledger.snapshot();
    ledger.commit(new Event.IssueRetried(ISSUE, clock.instant()));
    IssueRecord now = record();
    ledger.close();

    try (Ledger fromSnapshot = Ledger.open(directory, clock)) {
      assertThat(fromSnapshot.view().issue(ISSUE)).contains(now);
      assertThat(fromSnapshot.view().verdict("tree", "key"))
          .isEqualTo(whole.verdict("tree", "key"));
    }
    assertThat(Ledger.read(directory).issue(ISSUE)).contains(now);
    Files.delete(directory.resolve("state.json"));
    assertThat(Ledger.read(directory).issue(ISSUE)).contains(now);
  }

  @Test
  void aSnapshotThatClaimsMoreThanTheJournalHoldsIsDiscarded() throws IOException {
    AttemptId attempt = claim(1);
    IssueRecord claimed = record();
    byte[] journal = Files.readAllBytes(directory.resolve("journal/00000001.jsonl"));
    ledger.commit(new Event.AttemptReleased(ISSUE, attempt, "cut off", clock.instant()));
    ledger.snapshot();
    ledger.close();
    Files.write(directory.resolve("journal/00000001.jsonl"), journal);

    try (Ledger again = Ledger.open(directory, clock)) {
      assertThat(again.view().issue(ISSUE)).contains(claimed);
    }
  }

  @Test
  void numbersGoOnBehindASnapshotSoThatLosingItLosesNothing() throws IOException {
    claim(1);
    ledger.snapshot();
    ledger.close();
    try (Ledger second = Ledger.open(directory, clock)) {
      second.commit(new Event.IssueRested(OTHER, null, LifecycleStatus.SKIPPED, "", NOW));
      second.commit(new Event.IssueRetried(OTHER, NOW));
    }
    Files.delete(directory.resolve("state.json"));

    try (Ledger third = Ledger.open(directory, clock)) {
      assertThat(third.view().issue(OTHER)).map(IssueRecord::version).contains(2L);
    }
    assertThat(directory.resolve("journal")).isDirectoryNotContaining("glob:**/torn-*");
  }

  @Test
  void aLedgerOpenSinceBeforeASnapshotKeepsWhatALaterOneAppends() throws IOException {
    claim(1);
    ledger.snapshot();
    try (Ledger later = Ledger.open(directory, clock)) {
      later.commit(new Event.IssueRested(OTHER, null, LifecycleStatus.SKIPPED, "", NOW));
    }

    ledger.commit(new Event.IssueRetried(OTHER, NOW));

    assertThat(Ledger.read(directory).issue(OTHER)).map(IssueRecord::version).contains(2L);
  }

  @Test
  void aSnapshotOfAnotherHistoryOfTheSameLengthIsDiscarded() throws IOException {
    Path file = directory.resolve("journal/00000001.jsonl");
    claim(1);
    byte[] before = Files.readAllBytes(file);
    ledger.commit(new Event.IssueRested(OTHER, null, LifecycleStatus.SKIPPED, "no", NOW));
    ledger.snapshot();
    ledger.close();
    Files.write(file, before);
    try (Ledger again = Ledger.open(directory, clock)) {
      again.commit(new Event.IssueRested(THIRD, null, LifecycleStatus.SKIPPED, "no", NOW));
    }

    assertThat(Ledger.read(directory).issues())
        .extracting(IssueRecord::id)
        .containsExactlyInAnyOrder(ISSUE, THIRD);
  }

  @Test
  void aLateResultOfAnotherAttemptIsRefused() throws IOException {
    AttemptId first = claim(1);
    ledger.commit(new Event.AttemptReleased(ISSUE, first, "cut off", clock.instant()));
    claim(2);

    assertThatThrownBy(
            () -> ledger.commit(new Event.AttemptEnded(ISSUE, first, 0, "head", clock.instant())))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContainingAll("BUG-1", first.value());
  }

  @Test
  void aStepWithOneIllegalEventAppendsNothing() throws IOException {
    AttemptId attempt = claim(1);
    long version = record().version();
    Instant now = clock.instant();

    assertThatThrownBy(
            () ->
                ledger.commit(
                    new Event.PhaseTimed(ISSUE, attempt, "agent", 1, now),
                    new Event.IssueLanded(ISSUE, attempt, "c", true, now)))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContainingAll("claimed", "landed");

    assertThat(record().version()).isEqualTo(version);
  }

  @Test
  void anUnknownIssueIsNamed() {
    assertThatThrownBy(
            () -> ledger.commit(new Event.IssueMarked(new IssueId("X-9"), "c", clock.instant())))
        .isInstanceOf(IssueNotFoundException.class)
        .hasMessageContaining("X-9");
  }

  @Test
  void onlyFailuresCountAndARetryForgetsThemButNotTheNumbers() throws IOException {
    ledger.commit(
        new Event.AttemptFailed(
            ISSUE, claim(1), "no", "seen", LifecycleStatus.RETRY_WAIT, clock.instant()));
    ledger.commit(new Event.AttemptReleased(ISSUE, claim(2), "crash", clock.instant()));
    ledger.commit(
        new Event.AttemptFailed(
            ISSUE, claim(3), "no", "seen", LifecycleStatus.FAILED, clock.instant()));
    assertThat(record().failures()).isEqualTo(2);
    assertThat(record().attempts()).isEqualTo(3);
    assertThat(record().evidence()).isEqualTo("seen");

    ledger.commit(new Event.IssueRetried(ISSUE, clock.instant()));

    assertThat(record().failures()).isZero();
    assertThat(record().attempts()).isEqualTo(3);
    assertThat(record().status()).isEqualTo(LifecycleStatus.OPEN);
  }

  @Test
  void whatIsBeingWorkedCannotBeRetried() throws IOException {
    AttemptId attempt = claim(1);
    ledger.commit(new Event.AgentStarted(ISSUE, attempt, "base", PROCESS, clock.instant()));

    assertThatThrownBy(() -> ledger.commit(new Event.IssueRetried(ISSUE, clock.instant())))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("running");

    assertThat(record().status()).isEqualTo(LifecycleStatus.WORKING);
  }

  @Test
  void timesNeverGoBackThoughTheClockDoes() throws IOException {
    AttemptId attempt = claim(1);
    Instant claimed = record().updatedAt();
    clock.advance(Duration.ofHours(-1));

    ledger.commit(new Event.AttemptReleased(ISSUE, attempt, "cut off", clock.instant()));

    assertThat(record().updatedAt()).isEqualTo(claimed);
  }

  @Test
  void everyClaimHasAHigherFencingTokenThanAllBefore() throws IOException {
    AttemptId first = claim(1);
    Claim before = Objects.requireNonNull(record().claim());
    ledger.commit(new Event.AttemptReleased(ISSUE, first, "cut off", clock.instant()));
    claim(2);

    assertThat(Objects.requireNonNull(record().claim()).token()).isGreaterThan(before.token());
  }

  @Test
  void whatANewerVersionWroteIsReadAndNotWrittenTo() throws IOException {
    claim(1);
    Path file = directory.resolve("journal/00000001.jsonl");
    try (var journal = FileJournal.open(directory.resolve("journal"))) {
      String step =
          "{\"v\":1,\"events\":[{\"event\":\"tea-break\",\"at\":\"2026-01-02T03:04:05Z\",\"cups\":2}]}";
      try (var turn = journal.turn(Patience.LIMIT)) {
        long end = journal.read(0).end();
        journal.append(end, step.getBytes(StandardCharsets.UTF_8), turn);
      }
    }
    long size = Files.size(file);

    assertThat(record().status()).isEqualTo(LifecycleStatus.CLAIMED);
    assertThatThrownBy(() -> claim(2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newer");
    assertThat(Files.size(file)).isEqualTo(size);
  }

  @Test
  void everyLegalMoveIsInTheTableAndNoOther() {
    assertThat(Lifecycle.allows(LifecycleStatus.OPEN, LifecycleStatus.CLAIMED)).isTrue();
    assertThat(Lifecycle.allows(LifecycleStatus.OPEN, LifecycleStatus.LANDED)).isFalse();
    assertThat(Lifecycle.allows(LifecycleStatus.LANDING, LifecycleStatus.CANCELLED)).isFalse();
    for (LifecycleStatus to : LifecycleStatus.values()) {
      assertThat(Lifecycle.allows(LifecycleStatus.LANDED, to))
          .isEqualTo(to == LifecycleStatus.OPEN || to == LifecycleStatus.DROPPED);
    }
    assertThat(List.of(LifecycleStatus.values())).allMatch(each -> each.word().matches("[a-z-]+"));
  }

  @Test
  void eventsAreReadInTheirOrderAsFarAsTheJournalHoldsThem() throws IOException {
    AttemptId attempt = claim(1);
    land(attempt);

    assertThat(Ledger.events(directory, Event.OfIssue.class::isInstance))
        .extracting(each -> each.getClass().getSimpleName())
        .containsExactly(
            "AttemptClaimed",
            "AgentStarted",
            "AttemptEnded",
            "PhaseTimed",
            "CandidateBuilt",
            "LandingIntended",
            "IssueLanded");

    ledger.compact();
    ledger.commit(new Event.IssueMarked(ISSUE, "later", clock.instant()));

    assertThat(Ledger.events(directory, each -> true))
        .containsExactly(new Event.IssueMarked(ISSUE, "later", clock.instant()));
    assertThat(Ledger.events(directory.resolve("none"), each -> true)).isEmpty();
  }
}
