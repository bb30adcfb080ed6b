package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people may change in the plan, and when it is too late. */
class PlanChangeTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final IssueId ISSUE = new IssueId("BUG-1");
  private static final IssueId OTHER = new IssueId("BUG-2");

  private final PlanChange change = new PlanChange(ChangeId.fresh(), NOW);
  private Ledger ledger;
  private Claims claims;

  @BeforeEach
  void open() throws IOException {
    ledger = Ledger.over(new MemoryJournal());
    claims = new Claims(ledger, RunId.fresh(), () -> NOW);
  }

  private AttemptId claim() throws IOException {
    IssueRecord record = claims.claim(ISSUE, WorkerId.fresh(), "w1").orElseThrow();
    return Objects.requireNonNull(record.claim()).attempt();
  }

  private AttemptId candidate() throws IOException {
    AttemptId attempt = claim();
    ProcessIdentity process = new ProcessIdentity("boot", "ns", 1, 2, "token");
    ledger.commit(new Event.AgentStarted(ISSUE, attempt, "base", process, NOW));
    ledger.commit(new Event.AttemptEnded(ISSUE, attempt, 0, "head", NOW));
    return attempt;
  }

  private static Event intended(AttemptId attempt) {
    return new Event.LandingIntended(ISSUE, attempt, "main", "t0", "t1", false, NOW);
  }

  private LifecycleStatus status() throws IOException {
    return ledger.view().issue(ISSUE).orElseThrow().status();
  }

  @Test
  void whatNobodyWorksIsCancelledAtOnceAndWhatSomebodyWorksByRequest() throws IOException {
    ledger.commit(change.putAside(ISSUE, LifecycleStatus.CANCELLED, "no"));
    assertThat(status()).isEqualTo(LifecycleStatus.CANCELLED);
    ledger.commit(new Event.IssueRetried(ISSUE, NOW));
    AttemptId attempt = claim();

    ledger.commit(change.putAside(ISSUE, LifecycleStatus.SKIPPED, "later"));

    assertThat(status()).isEqualTo(LifecycleStatus.CLAIMED);
    assertThat(ledger.view().stopWanted(ISSUE))
        .contains(new IssueStopRequest(LifecycleStatus.SKIPPED, "later"));
    ledger.commit(new Event.IssueRested(ISSUE, attempt, LifecycleStatus.SKIPPED, "later", NOW));
    assertThat(ledger.view().stopWanted(ISSUE)).isEmpty();
  }

  @Test
  void cancellingIsTooLateOnceItIsLandingAndLandingOnceItIsCancelled() throws IOException {
    AttemptId attempt = candidate();
    ledger.commit(intended(attempt));
    assertThatThrownBy(() -> ledger.commit(change.putAside(ISSUE, LifecycleStatus.CANCELLED, "no")))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContainingAll("BUG-1", "landing", "cancelled", "it is landing");

    ledger.commit(new Event.LandingAbandoned(ISSUE, attempt, "moved", NOW));
    ledger.commit(change.putAside(ISSUE, LifecycleStatus.CANCELLED, "no"));
    assertThatThrownBy(() -> ledger.commit(intended(attempt)))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("it was cancelled");
  }

  @Test
  void whatAwaitsApprovalIsNeitherClaimedNorLandedBefore() throws IOException {
    ledger.commit(change.ask(ISSUE, ApprovalStage.RUN));
    assertThat(claims.claim(ISSUE, WorkerId.fresh(), "w1")).isEmpty();
    ledger.commit(change.approve(ISSUE));

    AttemptId attempt = candidate();
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    assertThatThrownBy(() -> ledger.commit(intended(attempt)))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("approved");
    ledger.commit(new Event.CandidateHeld(ISSUE, attempt, NOW));
    assertThat(status()).isEqualTo(LifecycleStatus.AWAITING_APPROVAL);
    ledger.commit(change.approve(ISSUE));
    ledger.commit(intended(attempt));
    assertThat(status()).isEqualTo(LifecycleStatus.LANDING);
  }

  @Test
  void whatIsBeingWorkedCannotBeHeldBeforeItIsWorked() throws IOException {
    claim();
    assertThatThrownBy(() -> ledger.commit(change.ask(ISSUE, ApprovalStage.RUN)))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("landing can still be held");
    assertThat(status()).isEqualTo(LifecycleStatus.CLAIMED);
  }

  @Test
  void refusedWorkIsSkippedAndNothingElseCanBeRefused() throws IOException {
    assertThatThrownBy(() -> ledger.commit(change.refuse(ISSUE, "no")))
        .isInstanceOf(IllegalTransitionException.class);
    AttemptId attempt = candidate();
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    ledger.commit(new Event.CandidateHeld(ISSUE, attempt, NOW));

    ledger.commit(change.refuse(ISSUE, "not like this"));

    assertThat(status()).isEqualTo(LifecycleStatus.SKIPPED);
    assertThat(ledger.view().issue(ISSUE).orElseThrow().history())
        .extracting(AttemptSummary::outcome)
        .containsExactly("skipped");
  }

  @Test
  void workThatAnEarlierVersionRefusedIsStillCancelled() throws IOException {
    AttemptId attempt = candidate();
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    ledger.commit(new Event.CandidateHeld(ISSUE, attempt, NOW));

    ledger.commit(new Event.IssueRested(ISSUE, attempt, LifecycleStatus.CANCELLED, "no", NOW));

    assertThat(status()).isEqualTo(LifecycleStatus.CANCELLED);
  }

  @Test
  void ofTwoWhoChangeTheSameVersionOneWinsAndTheOtherIsTold() {
    List<String> outcomes =
        Race.of(6)
            .run(
                () -> {
                  try {
                    ledger.commit(
                        PlanChange.expecting(
                            ISSUE, 0, change.edit(ISSUE, IssueEdit.of(new Priority(1)))));
                    return "won";
                  } catch (StaleVersionException told) {
                    return "told";
                  }
                });
    assertThat(outcomes).containsOnlyOnce("won").contains("told");
  }

  @Test
  void severalIssuesChangeInOneStepOrNone() throws IOException {
    claim();
    assertThatThrownBy(
            () ->
                ledger.commit(
                    view ->
                        List.of(
                            change.edit(OTHER, IssueEdit.of(new Priority(0))).apply(view).get(0),
                            new Event.IssuePlaced(ISSUE, ChangeId.fresh(), place(ISSUE), NOW))))
        .isInstanceOf(IllegalTransitionException.class);
    assertThat(ledger.view().issue(OTHER)).isEmpty();
  }

  private static QueuePosition place(IssueId issue) {
    return new QueuePosition(Priority.DEFAULT, 0, NOW, issue);
  }

  @Test
  void swappingTwiceIsSwappingBackAndAnEditOfThePriorityLeavesThePlace() throws IOException {
    ledger.commit(change.swap(ISSUE, OTHER, PlanChangeTest::place));
    assertThat(wishes(ISSUE).place()).isEqualTo(place(OTHER));
    assertThat(wishes(OTHER).place()).isEqualTo(place(ISSUE));

    ledger.commit(change.swap(ISSUE, OTHER, PlanChangeTest::place));
    assertThat(wishes(ISSUE).place()).isEqualTo(place(ISSUE));

    ledger.commit(change.edit(ISSUE, IssueEdit.of(new Priority(0))));
    assertThat(wishes(ISSUE).place()).isNull();
    assertThat(wishes(ISSUE).edit().priority()).isEqualTo(new Priority(0));
  }

  private RequestedChanges wishes(IssueId issue) throws IOException {
    return ledger.view().issue(issue).orElseThrow().wishes();
  }

  private Feedback feedback() throws IOException {
    return Objects.requireNonNull(ledger.view().issue(ISSUE).orElseThrow().feedback());
  }

  @Test
  void whatIsSentBackIsFreeAgainWithItsCommentsAndAllItsAttempts() throws IOException {
    AttemptId attempt = claim();
    ledger.commit(new Event.AttemptFailed(ISSUE, attempt, "red", "x", LifecycleStatus.FAILED, NOW));

    ledger.commit(change.sendBack(ISSUE, "not like this", false));

    IssueRecord record = ledger.view().issue(ISSUE).orElseThrow();
    assertThat(record.status()).isEqualTo(LifecycleStatus.OPEN);
    assertThat(record.failures()).isZero();
    assertThat(feedback()).isEqualTo(new Feedback("not like this", 1, false, NOW));
  }

  @Test
  void commentsStayUntilTheWorkIsHandedOverOrARetryStartsOver() throws IOException {
    ledger.commit(change.sendBack(ISSUE, "first", false));
    AttemptId attempt = claim();
    ledger.commit(new Event.AttemptReleased(ISSUE, attempt, "interrupted", NOW));
    assertThat(feedback().comments()).isEqualTo("first");
    ledger.commit(change.sendBack(ISSUE, "second", true));
    assertThat(feedback()).isEqualTo(new Feedback("second", 1, true, NOW));
    ledger.commit(change.sendBack(ISSUE, "third, unread as well", false));
    assertThat(feedback().comments()).isEqualTo("second\n\nthird, unread as well");

    ledger.commit(change.putAside(ISSUE, LifecycleStatus.SKIPPED, "later"));
    ledger.commit(new Event.IssueRetried(ISSUE, NOW));

    assertThat(ledger.view().issue(ISSUE).orElseThrow().feedback()).isNull();
  }

  @Test
  void landedWorkHasNoOpenComments() throws IOException {
    ledger.commit(change.sendBack(ISSUE, "more", false));
    AttemptId attempt = candidate();
    ledger.commit(intended(attempt));
    ledger.commit(new Event.IssueLanded(ISSUE, attempt, "t1", false, NOW));

    assertThat(ledger.view().issue(ISSUE).orElseThrow().feedback()).isNull();
  }

  @Test
  void workThatIsUnderWayOrAboutToLandIsNotSentBack() throws IOException {
    claim();
    assertThatThrownBy(() -> ledger.commit(change.sendBack(ISSUE, "no", false)))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("an attempt is running or waiting to land");
    assertThatThrownBy(() -> change.sendBack(ISSUE, " \n", false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> change.sendBack(ISSUE, "x".repeat(100_001), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100000");
  }

  @Test
  void sendingBackKeepsTheWishToReadBeforeItLands() throws IOException {
    AttemptId attempt = candidate();
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    ledger.commit(new Event.CandidateHeld(ISSUE, attempt, NOW));

    ledger.commit(change.sendBack(ISSUE, "almost", false));

    IssueRecord record = ledger.view().issue(ISSUE).orElseThrow();
    assertThat(record.status()).isEqualTo(LifecycleStatus.OPEN);
    assertThat(record.claim()).isNull();
    assertThat(record.wishes().approval()).isEqualTo(ApprovalStage.LAND);
  }

  @Test
  void anApprovalIsForOneAttempt() throws IOException {
    AttemptId attempt = candidate();
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    ledger.commit(new Event.CandidateHeld(ISSUE, attempt, NOW));

    ledger.commit(change.approve(ISSUE));

    assertThat(ledger.view().issue(ISSUE).orElseThrow().approvedAttempt()).isEqualTo(attempt);
  }

  @Test
  void whatReplacesApprovedWorkThatCouldNotLandIsToBeReadAsWell() throws IOException {
    AttemptId attempt = candidate();
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    ledger.commit(new Event.CandidateHeld(ISSUE, attempt, NOW));
    ledger.commit(change.approve(ISSUE));

    ledger.commit(
        new Event.AttemptFailed(ISSUE, attempt, "conflict", "", LifecycleStatus.RETRY_WAIT, NOW));
    AttemptId next = candidate();

    assertThatThrownBy(() -> ledger.commit(intended(next)))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("has not been approved");
    assertThat(ledger.view().issue(ISSUE).orElseThrow().wishes().landingReason())
        .contains("what you approved before could not land");
  }

  @Test
  void anApprovalToStartIsNoneToLand() throws IOException {
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    ledger.commit(change.ask(ISSUE, ApprovalStage.RUN));
    ledger.commit(change.approve(ISSUE));
    AttemptId attempt = candidate();
    assertThatThrownBy(() -> ledger.commit(intended(attempt)))
        .isInstanceOf(IllegalTransitionException.class);

    ledger.commit(new Event.AttemptFailed(ISSUE, attempt, "red", "", LifecycleStatus.FAILED, NOW));
    ledger.commit(new Event.IssueRetried(ISSUE, NOW));
    ledger.commit(change.ask(ISSUE, ApprovalStage.RUN));
    ledger.commit(change.sendBack(ISSUE, "go on", false));
    AttemptId next = candidate();
    assertThatThrownBy(() -> ledger.commit(intended(next)))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void anAnswerToAnAgentWithoutWorkIsNoApprovalToLand() throws IOException {
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    AttemptId attempt = claim();
    ledger.commit(
        new Event.IssueRested(ISSUE, attempt, LifecycleStatus.AWAITING_APPROVAL, "how?", NOW));

    ledger.commit(change.approve(ISSUE));

    AttemptId next = candidate();
    assertThatThrownBy(() -> ledger.commit(intended(next)))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void approvedWorkThatIsSetAsideIsNotWhatLandsLater() throws IOException {
    AttemptId attempt = candidate();
    ledger.commit(change.ask(ISSUE, ApprovalStage.LAND));
    ledger.commit(new Event.CandidateHeld(ISSUE, attempt, NOW));
    ledger.commit(change.approve(ISSUE));
    ledger.commit(change.putAside(ISSUE, LifecycleStatus.SKIPPED, "later", view -> true));
    ledger.commit(new Event.IssueRetried(ISSUE, NOW));

    AttemptId next = candidate();

    assertThatThrownBy(() -> ledger.commit(intended(next)))
        .isInstanceOf(IllegalTransitionException.class);
  }
}
