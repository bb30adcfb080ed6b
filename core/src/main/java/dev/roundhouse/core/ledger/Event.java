package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event, which is never revoked: the ledger is the fold of all events. Immutable. */
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
  @JsonSubTypes.Type(value = Event.LandingReceived.class, name = "landing-received"),
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
  @JsonSubTypes.Type(value = Event.FeedbackGiven.class, name = "feedback-given"),
  @JsonSubTypes.Type(value = Event.FlakeSeen.class, name = "flake-seen"),
  @JsonSubTypes.Type(value = Event.LimitReached.class, name = "limit-reached"),
  @JsonSubTypes.Type(value = Event.LimitLifted.class, name = "limit-lifted"),
  @JsonSubTypes.Type(value = Event.RunBeat.class, name = "run-beat"),
  @JsonSubTypes.Type(value = Event.RunHeld.class, name = "run-held"),
})
public sealed interface Event {
  /** Returns the time of the event. */
  Instant at();

  /** A run started; {@code agent} and {@code gate} are written for people. */
  record RunStarted(
      RunId run,
      String target,
      List<String> agent,
      List<String> gate,
      int workers,
      ProcessIdentity owner,
      Instant at)
      implements Event {}

  /** A run is over; {@code outcome} is one word. */
  record RunEnded(RunId run, String outcome, Instant at) implements Event {}

  /** An event about one issue. */
  sealed interface OfIssue extends Event {
    /** Returns the issue. */
    IssueId issue();
  }

  /** An event that only the holder of an issue's claim may cause. */
  sealed interface OfAttempt extends OfIssue {
    /** Returns the attempt that holds the claim. */
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

  /**
   * The agent is about to start from {@code base}, as {@code process}, or inside the process of its
   * run if that is null; {@code agent} is its name, or null.
   */
  record AgentStarted(
      IssueId issue,
      AttemptId attempt,
      String base,
      @Nullable ProcessIdentity process,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String agent,
      Instant at)
      implements OfAttempt {
    /** Creates the start of an agent without a name. */
    public AgentStarted(
        IssueId issue,
        AttemptId attempt,
        String base,
        @Nullable ProcessIdentity process,
        Instant at) {
      this(issue, attempt, base, process, null, at);
    }
  }

  /** The agent ended, and {@code head} is the commit that should land. */
  record AttemptEnded(IssueId issue, AttemptId attempt, int exitCode, String head, Instant at)
      implements OfAttempt {}

  /** The issue is free again; this does not count as a failure. */
  record AttemptReleased(IssueId issue, AttemptId attempt, String reason, Instant at)
      implements OfAttempt {}

  /**
   * The attempt failed, which counts; the issue is now {@code next}, would have rested as {@code
   * kind}, and must not be claimed before {@code notBefore}; either may be unknown (null).
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
    /** Creates a failure without {@code kind} and {@code notBefore}. */
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

  /**
   * The issue is now {@code next}, which does not count as a failure; caused by its attempt, or by
   * a person (null).
   */
  record IssueRested(
      IssueId issue, @Nullable AttemptId attempt, LifecycleStatus next, String reason, Instant at)
      implements OfIssue {}

  /** A candidate was built: a commit that would land the work on {@code tip}. */
  record CandidateBuilt(
      IssueId issue, AttemptId attempt, String tip, String candidate, String tree, Instant at)
      implements OfAttempt {}

  /** The gate gave a verdict on a tree. */
  record GateJudged(
      String tree, String gateKey, boolean green, String evidence, long millis, Instant at)
      implements Event {}

  /** The tip is about to move from {@code oldTip} to {@code newTip}. */
  record LandingIntended(
      IssueId issue,
      AttemptId attempt,
      String target,
      String oldTip,
      String newTip,
      boolean marked,
      Instant at)
      implements OfAttempt {}

  /** The tip moved elsewhere; the work still waits to land. */
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

  /** The source of the issue has taken note that it landed as {@code commit}. */
  record LandingReceived(IssueId issue, String commit, Instant at) implements OfIssue {}

  /** A person wants the issue worked again; failures count from zero. */
  record IssueRetried(IssueId issue, Instant at) implements OfIssue {}

  /** The target is at the tip. */
  record TargetSynced(String target, String commit, Instant at) implements Event {}

  /** A phase of an attempt was timed, in milliseconds. */
  record PhaseTimed(IssueId issue, AttemptId attempt, String phase, long millis, Instant at)
      implements OfIssue {}

  /** An attempt corrected something in its issue; {@code category} is one word. */
  record CorrectionMade(IssueId issue, AttemptId attempt, String category, String text, Instant at)
      implements OfIssue {}

  /** A gate called one tree red and then green; {@code evidence} is its output when red. */
  record FlakeSeen(
      IssueId issue, AttemptId attempt, String tree, String gateKey, String evidence, Instant at)
      implements OfIssue {}

  /**
   * A step of an attempt is over and has used tokens or money; {@code session} is the agent's
   * session to ask about it, or null. {@code assumed} is what a budget counts on top, because the
   * agent did not say all that it used; or null. {@code millis} is how long the agent worked, or
   * null.
   */
  record UsageReported(
      IssueId issue,
      AttemptId attempt,
      Usage usage,
      @Nullable String session,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Usage assumed,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long millis,
      Instant at)
      implements OfIssue {
    /** Creates a report of all that was used. */
    public UsageReported(
        IssueId issue, AttemptId attempt, Usage usage, @Nullable String session, Instant at) {
      this(issue, attempt, usage, session, null, null, at);
    }

    StepUsage by(String agent) {
      return new StepUsage(agent, usage, assumed, session, millis, at);
    }
  }

  /** Finished work awaits a person's approval before it lands; the attempt keeps its claim. */
  record CandidateHeld(IssueId issue, AttemptId attempt, Instant at) implements OfAttempt {}

  /** An event that changes the plan from outside. */
  sealed interface OfPlan extends OfIssue {
    /** Returns the change the event belongs to. */
    ChangeId change();
  }

  /** An issue without a file was submitted, with {@code requestKey} if there was one. */
  record IssueEnrolled(
      IssueId issue, ChangeId change, Submission enrolment, @Nullable String requestKey, Instant at)
      implements OfPlan {}

  /** A person changed how the issue should be. */
  record IssueEdited(IssueId issue, ChangeId change, IssueEdit edit, Instant at)
      implements OfPlan {}

  /** The issue was given a place in the order. */
  record IssuePlaced(IssueId issue, ChangeId change, QueuePosition place, Instant at)
      implements OfPlan {}

  /**
   * A person wants the attempt under way to end, its work to be kept, and the issue to become
   * {@code next}.
   */
  record StopRequested(
      IssueId issue, ChangeId change, LifecycleStatus next, String reason, Instant at)
      implements OfPlan {}

  /**
   * From now on the issue needs a person's approval for {@code stage}; {@code reason} is one line
   * for people, or null.
   */
  record ApprovalAsked(
      IssueId issue,
      ChangeId change,
      ApprovalStage stage,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
      Instant at)
      implements OfPlan {
    /** Creates a request without a reason. */
    public ApprovalAsked(IssueId issue, ChangeId change, ApprovalStage stage, Instant at) {
      this(issue, change, stage, null, at);
    }
  }

  /** A person approved the issue. */
  record IssueApproved(IssueId issue, ChangeId change, Instant at) implements OfPlan {}

  /**
   * A person wants the issue worked on again and gave its agent {@code comments}; failures count
   * from zero. The next attempt goes on from the work that is kept, unless {@code fresh}.
   */
  record FeedbackGiven(IssueId issue, ChangeId change, String comments, boolean fresh, Instant at)
      implements OfPlan {}

  /**
   * The account an agent works with may not be used before {@code until}, because of {@code
   * trouble} (null for a usage limit), of which the agent's program said {@code said}, or null.
   */
  record LimitReached(
      String agent,
      Instant until,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AccountProblem trouble,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String said,
      Instant at)
      implements Event {
    /** Creates the event of a usage limit. */
    public LimitReached(String agent, Instant until, Instant at) {
      this(agent, until, null, null, at);
    }

    AccountProblem why() {
      return Objects.requireNonNullElse(trouble, AccountProblem.LIMIT);
    }

    String words() {
      return Objects.requireNonNullElse(said, "");
    }
  }

  /** The account an agent works with is known to be usable again. */
  record LimitLifted(String agent, Instant at) implements Event {}

  /** A run gave a sign of life; {@code count} goes up by one each time. */
  record RunBeat(RunId run, long count, Instant at) implements Event {}

  /** A run starts nothing more because of {@code reason}, one line for people; empty: it does. */
  record RunHeld(RunId run, String reason, Instant at) implements Event {}

  /** An event that a newer version wrote; kept in the journal and ignored. */
  record UnknownEvent(Instant at) implements Event {}
}
