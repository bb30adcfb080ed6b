package dev.roundhouse.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.report.RunHistory.CommitRange;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.GateVerdict;
import dev.roundhouse.report.RunHistory.Link;
import dev.roundhouse.report.RunHistory.Span;
import dev.roundhouse.report.RunHistory.Stage;
import dev.roundhouse.report.RunHistory.State;
import dev.roundhouse.report.RunHistory.WorkedAttempt;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says about a run. */
class RunHistoryTest {
  @TempDir Path temporary;
  private RecordedRun run;

  @BeforeEach
  void begin() {
    run = new RecordedRun(temporary.resolve("project"));
  }

  private void record() {
    run.issue("A-1", "First").issue("A-2", "Second", "blocked_by: A-1").issue("A-3", "Third");
    run.issue("A-4", "Fourth", "blocked_by: A-3");
    AttemptId one = run.work("A-1", "w1", 1, 11);
    AttemptId three = run.work("A-3", "w2", 2, 8);
    run.judge("A-1", one, 13, 17, true);
    run.judge("A-3", three, 14, 18, false);
    run.retry("A-3", three, LifecycleStatus.REJECTED, "the gate exited with 1", "red", 18);
    AttemptId again = run.work("A-3", "w2", 20, 30);
    run.fail("A-3", again, LifecycleStatus.FAILED, "the agent gave up", "tired", 31);
    AttemptId two = run.work("A-2", "w1", 20, 40);
    run.judge("A-2", two, 42, 45, true);
    run.add(new Event.FlakeSeen(new IssueId("A-2"), two, "t", "k", "", RecordedRun.at(46)));
    run.add(
        new Event.CorrectionMade(
            new IssueId("A-2"), two, "scope", "the title says more", RecordedRun.at(46)));
  }

  @Test
  void theStagesOfEachAttemptFollowEachOther() throws Exception {
    record();
    RunHistory history = run.end(50).history();

    assertThat(history.state()).isEqualTo(State.ENDED);
    assertThat(history.elapsed()).isEqualTo(Duration.ofSeconds(50));
    assertThat(history.issues())
        .extracting(each -> each.id().value())
        .containsExactly("A-1", "A-3", "A-2");
    WorkedAttempt first = history.issues().get(0).last();
    assertThat(first.spans())
        .containsExactly(
            new Span(Stage.PREPARE, RecordedRun.at(1), RecordedRun.at(2)),
            new Span(Stage.AGENT, RecordedRun.at(2), RecordedRun.at(11)),
            new Span(Stage.QUEUE, RecordedRun.at(11), RecordedRun.at(13)),
            new Span(Stage.GATE, RecordedRun.at(13), RecordedRun.at(17)),
            new Span(Stage.QUEUE, RecordedRun.at(17), RecordedRun.at(17.5)),
            new Span(Stage.LANDING, RecordedRun.at(17.5), RecordedRun.at(18)));
    assertThat(first.slot()).isEqualTo("w1");
    assertThat(first.time(Stage.QUEUE)).isEqualTo(Duration.ofMillis(2500));
    assertThat(first.length()).isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void eachAttemptKeepsItsOutcomeAndEvidence() throws Exception {
    record();
    RunHistory history = run.end(50).history();

    WorkedIssue third = history.issues().get(1);
    assertThat(third.attempts())
        .extracting(WorkedAttempt::outcome)
        .containsExactly("rejected", "failed");
    assertThat(third.attempts())
        .extracting(WorkedAttempt::evidence)
        .containsExactly("red", "tired");
    assertThat(third.fate()).isEqualTo(Fate.DISCARDED);
    assertThat(third.attempts().get(0).time(Stage.GATE)).isEqualTo(Duration.ofSeconds(4));
    WorkedIssue second = history.issues().get(2);
    assertThat(second.flakes()).isEqualTo(1);
    assertThat(second.corrections()).hasSize(1);
    assertThat(history.landed()).extracting(WorkedIssue::commit).allMatch(each -> each.isPresent());
    assertThat(history.range())
        .contains(new CommitRange(RecordedRun.commit(0), RecordedRun.commit(2)));
    assertThat(history.untouched())
        .extracting(each -> each.issue().id().value())
        .containsExactly("A-4");
    assertThat(history.decisions())
        .extracting(each -> each.command())
        .containsExactly("roundhouse review A-3");
    assertThat(history.links())
        .containsExactlyInAnyOrder(
            new Link(new IssueId("A-1"), new IssueId("A-2")),
            new Link(new IssueId("A-3"), new IssueId("A-4")));
  }

  @Test
  void theSummaryTellsWhatLandedFromWhatWasWasted() throws Exception {
    record();
    RunHistory history = run.end(50).history();
    RunSummary summary = RunSummary.of(history);

    assertThat(summary.total().attempts()).isEqualTo(4);
    assertThat(summary.of(Fate.DISCARDED).attempts()).isEqualTo(2);
    assertThat(summary.of(Fate.DISCARDED).time()).isEqualTo(Duration.ofSeconds(6 + 11));
    assertThat(summary.of(Fate.LANDED).time()).isEqualTo(Duration.ofSeconds(10 + 20));
    assertThat(Words.cost(summary.total().used())).isEqualTo("$1.00");
    assertThat(summary.corrections()).containsEntry("scope", 1);
    assertThat(summary.slowest()).first().extracting(each -> each.id().value()).isEqualTo("A-3");
    assertThat(summary.retried()).extracting(each -> each.id().value()).containsExactly("A-3");
    assertThat(summary.flaky()).extracting(each -> each.id().value()).containsExactly("A-2");
    assertThat(history.gates()).extracting(GateVerdict::used).containsExactly(true, false, true);
    assertThat(summary.gateInVain()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aRunThatWasKilledIsUnfinishedAndEndsWithItsLastSign() throws Exception {
    run.issue("A-1", "First").issue("A-2", "Second");
    run.judge("A-1", run.work("A-1", "w1", 1, 11), 13, 17, true);
    run.work("A-2", "w2", 30, 31);
    RunHistory history = run.history();

    assertThat(history.state()).isEqualTo(State.CUT_OFF);
    assertThat(history.elapsed()).isEqualTo(Duration.ofSeconds(31));
    assertThat(history.landed()).hasSize(1);
    assertThat(history.issues().get(1).outcome()).isEqualTo("unfinished");
    assertThat(history.issues().get(1).fate()).isEqualTo(Fate.OPEN);
    assertThat(ReportFormat.HTML.render(history)).contains("This run is unfinished");

    run.add(new Event.RunEnded(run.id, "recovered", RecordedRun.at(5000)));
    run.open().close();

    RunHistory later = run.again(RecordedRun.at(6000));
    assertThat(later.state()).isEqualTo(State.CUT_OFF);
    assertThat(later.elapsed()).isEqualTo(Duration.ofSeconds(31));
  }

  @Test
  void aCompactedJournalStillTellsTheAttemptsAndTheRange() throws Exception {
    record();
    RunHistory before = run.end(50).history();
    try (Ledger ledger = run.open()) {
      ledger.compact();
    }

    RunHistory after = run.again(RecordedRun.at(60));

    assertThat(after.detailed()).isFalse();
    assertThat(after.range()).isEqualTo(before.range());
    assertThat(after.landed()).hasSameSizeAs(before.landed());
    assertThat(after.issues().get(0).length()).isEqualTo(before.issues().get(0).length());
    assertThat(ReportFormat.HTML.render(after)).contains("no longer holds the events");
    for (ReportFormat each : ReportFormat.values()) {
      assertThat(each.render(after)).contains("A-1");
    }
  }

  @Test
  void workOfAnEarlierRunCountsWhereItLanded() throws Exception {
    run.issue("A-1", "First");
    AttemptId one = run.work("A-1", "w1", 1, 11);
    RunHistory unfinished = run.end(12).history();
    assertThat(unfinished.issues().get(0).fate()).isEqualTo(Fate.OPEN);

    RunId next = RunId.fresh();
    run.add(
        new Event.RunStarted(
            next,
            "main",
            List.of("claude"),
            List.of("make"),
            1,
            new ProcessIdentity("b", "pid:[1]", 1, 1, "t"),
            RecordedRun.at(20)));
    run.judge("A-1", one, 22, 25, true);
    run.add(new Event.RunEnded(next, "finished", RecordedRun.at(30)));
    run.open().close();

    assertThat(run.again(RecordedRun.at(40)).landed()).as("of the first run").isEmpty();
    assertThat(run.of(next).landed()).hasSize(1);
    for (ReportFormat each : ReportFormat.values()) {
      assertThat(each.render(run.of(next))).contains("A-1");
    }
  }

  @Test
  void aRunThatIsNotKnownIsRefused() throws Exception {
    run.issue("A-1", "First").end(1).history();

    assertThatThrownBy(() -> run.of(RunId.fresh())).isInstanceOf(IllegalArgumentException.class);
  }
}
