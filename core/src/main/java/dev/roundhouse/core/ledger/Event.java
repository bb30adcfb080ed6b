package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened, and stays so: the ledger is the fold of these. Immutable. */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "event",
    defaultImpl = Event.UnknownEvent.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.RunStarted.class, name = "run-started"),
  @JsonSubTypes.Type(value = Event.RunEnded.class, name = "run-ended"),
  @JsonSubTypes.Type(value = Event.AttemptClaimed.class, name = "attempt-claimed"),
  @JsonSubTypes.Type(value = Event.AgentStarted.class, name = "agent-started"),
  @JsonSubTypes.Type(value = Event.AttemptEnded.class, name = "attempt-ended"),
  @JsonSubTypes.Type(value = Event.AttemptReleased.class, name = "attempt-released"),
  @JsonSubTypes.Type(value = Event.AttemptFailed.class, name = "attempt-failed"),
  @JsonSubTypes.Type(value = Event.IssueRested.class, name = "issue-rested"),
  @JsonSubTypes.Type(value = Event.CandidateBuilt.class, name = "candidate-built"),
  @JsonSubTypes.Type(value = Event.GateJudged.class, name = "gate-judged"),
  @JsonSubTypes.Type(value = Event.LandingIntended.class, name = "landing-intended"),
  @JsonSubTypes.Type(value = Event.LandingAbandoned.class, name = "landing-abandoned"),
  @JsonSubTypes.Type(value = Event.IssueLanded.class, name = "issue-landed"),
  @JsonSubTypes.Type(value = Event.IssueBranched.class, name = "issue-branched"),
  @JsonSubTypes.Type(value = Event.IssueMarked.class, name = "issue-marked"),
  @JsonSubTypes.Type(value = Event.IssueRetried.class, name = "issue-retried"),
  @JsonSubTypes.Type(value = Event.TargetSynced.class, name = "target-synced"),
  @JsonSubTypes.Type(value = Event.PhaseTimed.class, name = "phase-timed"),
  @JsonSubTypes.Type(value = Event.CorrectionMade.class, name = "correction-made"),
  @JsonSubTypes.Type(value = Event.UsageReported.class, name = "usage-reported"),
  @JsonSubTypes.Type(value = Event.CandidateHeld.class, name = "candidate-held"),
  @JsonSubTypes.Type(value = Event.IssueEnrolled.class, name = "issue-enrolled"),
  @JsonSubTypes.Type(value = Event.IssueEdited.class, name = "issue-edited"),
  @JsonSubTypes.Type(value = Event.IssuePlaced.class, name = "issue-placed"),
  @JsonSubTypes.Type(value = Event.StopRequested.class, name = "stop-requested"),
  @JsonSubTypes.Type(value = Event.ApprovalAsked.class, name = "approval-asked"),
  @JsonSubTypes.Type(value = Event.IssueApproved.class, name = "issue-approved"),
  @JsonSubTypes.Type(value = Event.FlakeSeen.class, name = "flake-seen"),
  @JsonSubTypes.Type(value = Event.LimitReached.class, name = "limit-reached"),
  @JsonSubTypes.Type(value = Event.LimitLifted.class, name = "limit-lifted"),
  @JsonSubTypes.Type(value = Event.RunBeat.class, name = "run-beat"),
})
public sealed interface Event {
  /** When it happened. */
  Instant at();

  /** A run began; {@code agent} and {@code gate} are as a person reads them. */
  record RunStarted(
      RunId run,
      String target,
      List<String> agent,
      List<String> gate,
      int workers,
      ProcessStamp owner,
      Instant at)
      implements Event {}

  /** A run is over; {@code outcome} is one word. */
  record RunEnded(RunId run, String outcome, Instant at) implements Event {}

  /** An event about one issue. */
  sealed interface OfIssue extends Event {
    /** The issue. */
    IssueId issue();
  }

  /** An event that only the holder of an issue's claim may cause. */
  sealed interface OfAttempt extends OfIssue {
    /** The attempt that holds the claim. */
    AttemptId attempt();
  }

  /** A worker took an issue; {@code number} counts the attempts at it and never restarts. */
  record AttemptClaimed(
      IssueId issue,
      AttemptId attempt,
      int number,
      RunId run,
      WorkerId worker,
      String slot,
      Instant at)
      implements OfIssue {}

  /** The agent is about to begin at {@code base}, as {@code process}. */
  record AgentStarted(
      IssueId issue, AttemptId attempt, String base, ProcessStamp process, Instant at)
      implements OfAttempt {}

  /** The agent ended and {@code head} is what is to land. */
  record AttemptEnded(IssueId issue, AttemptId attempt, int exitCode, String head, Instant at)
      implements OfAttempt {}

  /** The issue is free again, and nobody is to blame. */
  record AttemptReleased(IssueId issue, AttemptId attempt, String reason, Instant at)
      implements OfAttempt {}

  /**
   * The attempt failed, which counts; the issue is {@code next} now, would have rested as {@code
   * kind}, and is not to be claimed before {@code notBefore}; either may be unknown (null).
   */
  record AttemptFailed(
      IssueId issue,
      AttemptId attempt,
      String reason,
      String evidence,
      LifecycleStatus next,
      @Nullable LifecycleStatus kind,
      @Nullable Instant notBefore,
      Instant at)
      implements OfAttempt {
    /** One of which no more is known. */
    public AttemptFailed(
        IssueId issue,
        AttemptId attempt,
        String reason,
        String evidence,
        LifecycleStatus next,
        Instant at) {
      this(issue, attempt, reason, evidence, next, null, null, at);
    }
  }

  /** The issue is {@code next} now, which is no failure; by its attempt, or by a person (null). */
  record IssueRested(
      IssueId issue, @Nullable AttemptId attempt, LifecycleStatus next, String reason, Instant at)
      implements OfIssue {}

  /** A commit that would land the work on {@code tip}. */
  record CandidateBuilt(
      IssueId issue, AttemptId attempt, String tip, String candidate, String tree, Instant at)
      implements OfAttempt {}

  /** The gate's verdict on a tree. */
  record GateJudged(
      String tree, String gateKey, boolean green, String evidence, long millis, Instant at)
      implements Event {}

  /** The tip is about to go from {@code oldTip} to {@code newTip}. */
  record LandingIntended(
      IssueId issue,
      AttemptId attempt,
      String target,
      String oldTip,
      String newTip,
      boolean marked,
      Instant at)
      implements OfAttempt {}

  /** The tip went elsewhere; the work waits to land as before. */
  record LandingAbandoned(IssueId issue, AttemptId attempt, String reason, Instant at)
      implements OfAttempt {}

  /** The work is on the tip; {@code marked} if that commit marks the issue's file done. */
  record IssueLanded(IssueId issue, AttemptId attempt, String commit, boolean marked, Instant at)
      implements OfAttempt {}

  /**
   * The work was left on {@code branch} instead of landing, at {@code commit}; {@code remote} has
   * it as well, or null.
   */
  record IssueBranched(
      IssueId issue,
      AttemptId attempt,
      String branch,
      String commit,
      @Nullable String remote,
      Instant at)
      implements OfAttempt {}

  /** A landed issue's file was marked done by a later commit. */
  record IssueMarked(IssueId issue, String commit, Instant at) implements OfIssue {}

  /** A person wants it worked again; failures count from nothing. */
  record IssueRetried(IssueId issue, Instant at) implements OfIssue {}

  /** The target is at the tip. */
  record TargetSynced(String target, String commit, Instant at) implements Event {}

  /** How long a phase of an attempt took, in milliseconds. */
  record PhaseTimed(IssueId issue, AttemptId attempt, String phase, long millis, Instant at)
      implements OfIssue {}

  /** An attempt put something right in its issue; {@code category} is one word. */
  record CorrectionMade(IssueId issue, AttemptId attempt, String category, String text, Instant at)
      implements OfIssue {}

  /** A gate said of one tree red and then green; {@code evidence} is what it said when red. */
  record FlakeSeen(
      IssueId issue, AttemptId attempt, String tree, String gateKey, String evidence, Instant at)
      implements OfIssue {}

  /** What a step of an attempt has used up, and the session it can be asked about; or null. */
  record UsageReported(
      IssueId issue, AttemptId attempt, Usage usage, @Nullable String session, Instant at)
      implements OfIssue {}

  /** Finished work awaits a person's yes before it lands; the attempt keeps its claim. */
  record CandidateHeld(IssueId issue, AttemptId attempt, Instant at) implements OfAttempt {}

  /** An event by which the plan is changed from outside. */
  sealed interface OfPlan extends OfIssue {
    /** Which change it belongs to. */
    ChangeId change();
  }

  /** An issue without a file was submitted, with {@code requestKey} if there was one. */
  record IssueEnrolled(
      IssueId issue, ChangeId change, Enrolment enrolment, @Nullable String requestKey, Instant at)
      implements OfPlan {}

  /** The issue is wanted otherwise than it was. */
  record IssueEdited(IssueId issue, ChangeId change, IssueEdit edit, Instant at)
      implements OfPlan {}

  /** The issue was given a place in the order. */
  record IssuePlaced(IssueId issue, ChangeId change, QueuePlace place, Instant at)
      implements OfPlan {}

  /** The attempt under way is to be ended, its work kept, and the issue to be {@code next}. */
  record StopRequested(
      IssueId issue, ChangeId change, LifecycleStatus next, String reason, Instant at)
      implements OfPlan {}

  /** From now on the issue needs a person's yes for {@code stage}. */
  record ApprovalAsked(IssueId issue, ChangeId change, ApprovalStage stage, Instant at)
      implements OfPlan {}

  /** A person said yes. */
  record IssueApproved(IssueId issue, ChangeId change, Instant at) implements OfPlan {}

  /** The account an agent works with may use up no more before {@code until}. */
  record LimitReached(String agent, Instant until, Instant at) implements Event {}

  /** The account an agent works with is known to be usable again. */
  record LimitLifted(String agent, Instant at) implements Event {}

  /** A run's sign of life; {@code count} goes up by one each time. */
  record RunBeat(RunId run, long count, Instant at) implements Event {}

  /** Something a newer version wrote; kept in the journal, and no business of ours. */
  record UnknownEvent(Instant at) implements Event {}
}
