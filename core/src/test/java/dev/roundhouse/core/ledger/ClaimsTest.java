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
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which issue, and how it is taken from the dead and only from them. */
class ClaimsTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final RunId MINE = RunId.fresh();
  private static final RunId THEIRS = RunId.fresh();

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final AtomicLong steady = new AtomicLong(5);
  private Ledger ledger;
  private Claims mine;
  private Claims theirs;
  private Leases leases;

  @BeforeEach
  void open() throws IOException {
    ledger = Ledger.over(new MemoryJournal());
    mine = new Claims(ledger, MINE, clock);
    theirs = new Claims(ledger, THEIRS, clock);
    leases = new Leases(ledger, LEASE, steady::get, clock);
  }

  private void submit(String id, int priority) throws IOException {
    Submission what =
        new Submission(
            id, IssueType.NONE, new Priority(priority), Set.of(), Set.of(), Set.of(), "");
    new Submissions(ledger, clock).submit(new IssueId(id), what);
    clock.advance(Duration.ofSeconds(1));
  }

  private static IssueRecord claimNext(Claims claims) throws IOException {
    return claims.claimNext(WorkerId.fresh(), "w1").orElseThrow();
  }

  private static AttemptId attempt(IssueRecord record) {
    return Objects.requireNonNull(record.claim()).attempt();
  }

  @Test
  void theMostUrgentIsClaimedFirstAndOfThoseTheOldest() throws IOException {
    submit("c", 2);
    submit("b", 1);
    submit("a", 2);
    submit("d", 1);
    ledger.commit(
        new PlanChange(ChangeId.fresh(), clock.instant())
            .edit(new IssueId("a"), IssueEdit.of(new Priority(0))));

    List<String> order = new ArrayList<>();
    Optional<IssueRecord> next = mine.claimNext(WorkerId.fresh(), "w1");
    while (next.isPresent()) {
      order.add(next.get().id().value());
      next = mine.claimNext(WorkerId.fresh(), "w1");
    }
    assertThat(order).containsExactly("a", "b", "d", "c");
    assertThat(ledger.view().counts()).containsExactly(Map.entry(LifecycleStatus.CLAIMED, 4));
  }

  @Test
  void aRunWhoseCountStandsStillForALeaseLosesWhatItHoldsAndItsLateResultIsRefused()
      throws IOException {
    submit("a", 1);
    IssueRecord lost = claimNext(theirs);
    leases.beat(THEIRS);
    assertThat(leases.expire(MINE)).isZero();
    steady.addAndGet(LEASE.toNanos() - 1);
    assertThat(leases.expire(MINE)).isZero();
    steady.addAndGet(1);

    assertThat(leases.expire(MINE)).isEqualTo(1);

    IssueRecord again = claimNext(mine);
    assertThat(Objects.requireNonNull(again.claim()).token())
        .isGreaterThan(Objects.requireNonNull(lost.claim()).token());
    assertThatThrownBy(
            () ->
                ledger.commit(
                    new Event.AttemptEnded(lost.id(), attempt(lost), 0, "head", clock.instant())))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining(attempt(lost).value());
  }

  @Test
  void aRunThatGivesASignOfLifeKeepsWhatItHoldsHoweverItsClockStands() throws IOException {
    submit("a", 1);
    claimNext(theirs);
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofHours(-1));
      leases.beat(THEIRS);
      assertThat(leases.expire(MINE)).isZero();
      steady.addAndGet(LEASE.toNanos());
    }
    leases.beat(THEIRS);
    assertThat(leases.expire(MINE)).isZero();
  }

  @Test
  void aRunThatWasDeclaredDeadAndWasOnlySlowGetsNothingMore() throws IOException {
    ProcessIdentity owner = new ProcessIdentity("boot", "ns", 7, 8, "token");
    ledger.commit(
        new Event.RunStarted(THEIRS, "main", List.of(), List.of(), 1, owner, clock.instant()));
    submit("a", 1);
    submit("b", 1);
    claimNext(theirs);
    leases.expire(MINE);
    steady.addAndGet(LEASE.toNanos());
    assertThat(leases.expire(MINE)).isEqualTo(1);

    leases.beat(THEIRS);
    assertThatThrownBy(() -> claimNext(theirs))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContainingAll(THEIRS.value(), "dead");
    assertThat(claimNext(mine).id()).isEqualTo(new IssueId("a"));
  }

  @Test
  void soDoesOneThatNobodyAnnouncedAlsoIfItIsAnnouncedThenAndAfterCompaction(
      @TempDir Path directory) throws IOException {
    ledger = Ledger.open(directory, clock);
    theirs = new Claims(ledger, THEIRS, clock);
    mine = new Claims(ledger, MINE, clock);
    leases = new Leases(ledger, LEASE, steady::get, clock);
    submit("a", 1);
    submit("b", 1);
    claimNext(theirs);
    leases.expire(MINE);
    steady.addAndGet(LEASE.toNanos());
    assertThat(leases.expire(MINE)).isEqualTo(1);

    requireRefused();
    ProcessIdentity owner = new ProcessIdentity("boot", "ns", 7, 8, "token");
    ledger.commit(
        new Event.RunStarted(THEIRS, "main", List.of(), List.of(), 1, owner, clock.instant()));
    requireRefused();
    ledger.compact();
    ledger.close();
    ledger = Ledger.open(directory, clock);
    theirs = new Claims(ledger, THEIRS, clock);
    requireRefused();
    assertThat(claimNext(new Claims(ledger, MINE, clock)).id()).isEqualTo(new IssueId("a"));
    ledger.close();
  }

  private void requireRefused() {
    assertThatThrownBy(() -> claimNext(theirs))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContainingAll(THEIRS.value(), "dead");
  }

  @Test
  void anEmptyLedgerCountsNothing() throws IOException {
    assertThat(ledger.view().counts()).isEmpty();
  }

  @Test
  void ownClaimsNeverExpire() throws IOException {
    submit("a", 1);
    claimNext(mine);
    leases.expire(MINE);
    steady.addAndGet(LEASE.toNanos() * 9);
    assertThat(leases.expire(MINE)).isZero();
  }

  @Test
  void whatADeadProcessHeldIsFreedAndItsRunEnded() throws IOException {
    submit("a", 1);
    submit("b", 1);
    ProcessIdentity dead = new ProcessIdentity("boot", "ns", 7, 8, "token");
    ledger.commit(
        new Event.RunStarted(THEIRS, "main", List.of(), List.of(), 1, dead, clock.instant()));
    claimNext(theirs);
    claimNext(mine);

    assertThat(mine.freeOf(process -> false)).isZero();
    assertThat(mine.freeOf(dead::equals)).isEqualTo(1);
    assertThat(mine.freeOf(dead::equals)).isZero();

    assertThat(claimNext(mine).id()).isEqualTo(new IssueId("a"));
    assertThat(ledger.view().run(THEIRS)).map(RunRecord::outcome).contains("dead");
  }
}
