package dev.roundhouse.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Claims;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random runs, each checked after every step: no blocked issue starts, limits hold,
 * nothing is worked twice, what is kept change by change is what is found afresh, and at the end
 * every issue has ended or says why not. 100,000 of them with {@code -Dproofs.full=true}; only the
 * one a failure names with {@code -Dschedule.seed=N}; as many as wanted with {@code
 * -Dschedule.histories=N}.
 */
@Tag("slow")
class ScheduleSimulationTest {
  private static final int HISTORIES =
      Integer.getInteger("schedule.histories", Boolean.getBoolean("proofs.full") ? 100_000 : 2_000);

  @Test
  void everyHistoryComesToAnEndAndBreaksNoRule() throws IOException {
    Long only = Long.getLong("schedule.seed");
    long first = only == null ? 0 : only;
    long last = only == null ? HISTORIES : only + 1;
    int starts = 0;
    for (long seed = first; seed < last; seed++) {
      starts += new ScheduleHistory(seed).play();
    }
    assertThat(only != null || starts > HISTORIES).as("%s attempts", starts).isTrue();
  }

  /** One worker, and always something of P1 just submitted on which more hangs. */
  @Test
  void nothingWaitsForEverUnderAStreamOfWhatIsMoreUrgent() throws IOException {
    for (int priority = 1; priority <= 9; priority++) {
      Duration ageing = Duration.ofMinutes(20L * priority);
      Duration longest = Duration.ofMinutes(30);
      Duration waited = waited(priority, ageing, longest);
      assertThat(waited)
          .as("P%s", priority)
          .isLessThanOrEqualTo(ageing.multipliedBy(priority).plus(longest));
      assertThat(waited)
          .as("P%s", priority)
          .isGreaterThanOrEqualTo(ageing.multipliedBy(priority - 1L).minus(longest));
    }
  }

  private static Duration waited(int priority, Duration ageing, Duration longest)
      throws IOException {
    Random random = new Random(priority);
    Ledger ledger = Ledger.over(new MemoryJournal());
    Instant begun = Instant.parse("2026-01-02T00:00:00Z");
    RunId run = RunId.fresh();
    ProcessIdentity owner = new ProcessIdentity("b", "n", 1, 1, "t");
    ledger.commit(new Event.RunStarted(run, "main", List.of(), List.of(), 1, owner, begun));
    ledger.commit(submitted("old", priority, Set.of(), begun));
    ReadyQueue queue =
        Scheduler.of(List.of(), Selection.all(), new OrderOptions(ageing, false), ledger.view())
            .queue();
    Instant now = begun;
    for (int i = 0; i < 500; i++) {
      ledger.commit(submitted("new-" + i, 1, Set.of(), now));
      Set<IssueId> blockers = Set.of(new IssueId("new-" + i), new IssueId("NOWHERE-1"));
      ledger.commit(submitted("behind-" + i, 1, blockers, now));
      IssueId next = queue.next(ledger.view()).iterator().next().issue().id();
      if (next.value().equals("old")) {
        return Duration.between(begun, now);
      }
      Instant at = now;
      Claims claims = new Claims(ledger, run, () -> at);
      Claim claim = claims.claim(next, WorkerId.fresh(), "w1").orElseThrow().claim();
      now = now.plusSeconds(1 + random.nextInt((int) longest.toSeconds()));
      ledger.commit(
          new Event.IssueRested(
              next, Objects.requireNonNull(claim).attempt(), LifecycleStatus.CLOSED, "", now));
    }
    throw new AssertionError("it waits for ever");
  }

  private static Event submitted(String id, int priority, Set<IssueId> blockers, Instant at) {
    Submission what =
        new Submission(
            id, new IssueType("BUG"), new Priority(priority), Set.of(), blockers, Set.of(), "");
    return new Event.IssueEnrolled(new IssueId(id), ChangeId.fresh(), what, null, at);
  }
}
