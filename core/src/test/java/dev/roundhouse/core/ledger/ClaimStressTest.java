package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many workers want the same hundred issues, over and over: each is claimed once, every round. */
@Tag("slow")
class ClaimStressTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final int ROUNDS = 200;
  private static final int ISSUES = 100;

  @ParameterizedTest
  @ValueSource(ints = {10, 16})
  void eachIsClaimedOnceInEveryRound(int workers) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Ledger ledger = Ledger.over(new MemoryJournal());
      enrol(ledger);
      Claims claims = new Claims(ledger, RunId.fresh(), () -> NOW);
      List<List<IssueId>> got = Race.of(workers).run(() -> claimAll(claims));

      assertThat(got.stream().flatMap(List::stream)).hasSize(ISSUES).doesNotHaveDuplicates();
      assertThat(ledger.view().counts()).containsOnlyKeys(LifecycleStatus.CLAIMED);
    }
  }

  private static void enrol(Ledger ledger) throws IOException {
    Submission what =
        new Submission("x", IssueType.NONE, Priority.DEFAULT, Set.of(), Set.of(), Set.of(), "");
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < ISSUES; i++) {
      all.add(new Event.IssueEnrolled(new IssueId("T-" + i), ChangeId.fresh(), what, null, NOW));
    }
    ledger.commit(view -> all);
  }

  private static List<IssueId> claimAll(Claims claims) throws IOException {
    WorkerId worker = WorkerId.fresh();
    List<IssueId> mine = new ArrayList<>();
    for (var next = claims.claimNext(worker, "w"); next.isPresent(); ) {
      mine.add(next.get().id());
      next = claims.claimNext(worker, "w");
    }
    return mine;
  }

  @Test
  void aHundredThreadsThatDrawIdsDrawDifferentOnes() {
    List<List<String>> drawn =
        Race.of(100)
            .run(
                () ->
                    Stream.generate(
                            () ->
                                Stream.of(
                                    RunId.fresh().value(),
                                    AttemptId.fresh().value(),
                                    WorkerId.fresh().value(),
                                    ChangeId.fresh().value()))
                        .limit(50)
                        .flatMap(each -> each)
                        .toList());
    List<String> all = drawn.stream().flatMap(List::stream).toList();
    assertThat(all).hasSize(100 * 50 * 4).doesNotHaveDuplicates();
    assertThat(all).allMatch(id -> id.matches("(run|att|wrk|chg)_[0-9a-f]{12}"));
  }
}
