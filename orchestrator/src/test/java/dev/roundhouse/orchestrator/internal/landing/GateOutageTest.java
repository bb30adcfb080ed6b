package dev.roundhouse.orchestrator.internal.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.internal.landing.Speculation.Decision;
import dev.roundhouse.orchestrator.options.LandingOptions;
import java.time.Instant;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** What is decided of the head when its gate gives no verdict, twice, and the tip is green. */
class GateOutageTest {
  private static final ObjectId TIP = ObjectId.fromString("1".repeat(40));
  private static final ObjectId TIP_TREE = ObjectId.fromString("2".repeat(40));
  private static final ObjectId COMMIT = ObjectId.fromString("3".repeat(40));
  private static final ObjectId TREE = ObjectId.fromString("4".repeat(40));
  private static final AttemptId HEAD = AttemptId.fresh();

  private static QueueState after(Verdict verdict) {
    Instant then = Instant.parse("2026-01-02T00:00:00Z");
    Candidate candidate = new Candidate(COMMIT, TREE, TIP, false, Set.of());
    QueueState line =
        QueueState.at(LandingOptions.DEFAULT, TIP, TIP_TREE)
            .arrive(QueueItem.of(HEAD, then, new Priority(2), false))
            .built(HEAD, TIP, new Built.Ready(candidate), GateStatistics.NONE);
    line = line.began(TREE).ended(TREE, verdict, 1);
    line = line.began(TIP_TREE).ended(TIP_TREE, new Verdict.Green(), 1);
    return line.began(TREE).ended(TREE, verdict, 1);
  }

  @Test
  void aGateThatLacksSomethingLetsNothingLandAndBlamesNobody() {
    assertThat(Speculation.decide(after(Verdict.Undecided.forWantOf("the gate is gone"))))
        .containsExactly(new Decision.Outage("the gate is gone"));
  }

  @Test
  void aGateThatWasEndedTwiceSendsItsWorkBack() {
    assertThat(Speculation.decide(after(new Verdict.Undecided("took too long", ""))))
        .containsExactly(new Decision.Return(HEAD, Decision.Why.UNDECIDED));
  }
}
