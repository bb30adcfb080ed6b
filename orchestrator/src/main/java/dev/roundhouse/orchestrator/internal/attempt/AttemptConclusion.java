package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.IssueStopRequest;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.internal.agent.AgentResult;
import dev.roundhouse.orchestrator.internal.agent.AgentVerdict;
import dev.roundhouse.orchestrator.internal.agent.Agents;
import dev.roundhouse.orchestrator.internal.agent.FailureOutput;
import dev.roundhouse.orchestrator.internal.agent.StepKind;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.worktree.HarvestedWork;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Draws a conclusion from the way an agent ended and from the work that git sees, and records it.
 * An agent's word is believed only if it says that it did <em>not</em> do its work.
 */
final class AttemptConclusion {

  private static final String REMOVED = "its worktree was removed before the agent began";

  private final RunContext context;
  private final Issue issue;
  private final AttemptId attempt;
  private final int number;
  private final ObjectId base;
  private final Path attemptDir;
  private final UnaryOperator<String> redaction;
  private final AgentStatements statements;
  private final AccountHolds holds;
  private final UnansweredWait wait;
  private final Agents agents;
  private final List<Event.PhaseTimed> timings = new ArrayList<>(); // not recorded yet
  private Instant phaseBegun;
  private String agent; // of the current step, as all below
  private Instant agentBegun;
  private AgentReport report = AgentReport.NOTHING;
  private Optional<Budget.Share> exceeded = Optional.empty();
  private Path log;

  AttemptConclusion(
      RunContext context,
      Issue issue,
      AttemptId attempt,
      int number,
      Agents agents,
      ObjectId base,
      Path attemptDir) {
    this.context = context;
    this.issue = issue;
    this.attempt = attempt;
    this.number = number;
    this.agents = agents;
    this.agent = agents.name(issue, number);
    this.redaction = agents::redacted;
    this.base = base;
    this.attemptDir = attemptDir;
    this.log = attemptDir.resolve(StepKind.IMPLEMENT.log());
    this.statements = new AgentStatements(context, issue.id(), attempt, redaction);
    this.holds = new AccountHolds(context);
    this.wait = new UnansweredWait(context);
    this.phaseBegun = context.clock().instant();
    this.agentBegun = phaseBegun;
  }

  /** Notes that preparation is over and the agent begins. */
  void prepared() {
    endPhase(Phase.PREPARE);
  }

  /**
   * Records what a step of the attempt used, said and took; first of all, however it ended.
   *
   * @param limit the limit of the budget that its agent was stopped for, if it was
   */
  AgentResult settled(StepKind kind, Path result, AgentReport stated, Optional<Budget.Share> limit)
      throws IOException {
    agent = agents.name(kind, issue, number);
    agentBegun = phaseBegun;
    report = stated;
    exceeded = limit;
    log = attemptDir.resolve(kind.log());
    AgentResult answer = statements.read(result, stated);
    endPhase(kind == StepKind.VALIDATE ? Phase.VALIDATE : Phase.AGENT);
    statements.settle(answer, List.copyOf(timings));
    timings.clear();
    return answer;
  }

  private void endPhase(Phase phase) {
    Instant now = context.clock().instant();
    context.metrics().timings().add(issue.id(), phase.word(), Duration.between(phaseBegun, now));
    long millis = Math.max(0, Duration.between(phaseBegun, now).toMillis());
    timings.add(new Event.PhaseTimed(issue.id(), attempt, phase.word(), millis, now));
    phaseBegun = now;
  }

  /**
   * Records that the run was interrupted: the issue is free again, and this does not count as a
   * failure.
   */
  void interrupted() throws IOException {
    release("the run was interrupted; the work is kept");
  }

  /**
   * Records that another process deleted objects of the work: the issue is free again, and this
   * does not count as a failure.
   */
  void vanished() throws IOException {
    again("objects of its work were deleted by a 'git gc --prune=now' or 'git prune'");
  }

  /**
   * Records that the worktree was removed before an agent was at work there; this does not count as
   * a failure either.
   */
  void removed() throws IOException {
    List<AttemptSummary> history = history();
    int before = history.size() - 2;
    if (before >= 0 && history.get(before).reason().equals(REMOVED)) {
      failed(REMOVED); // a hook of the project may be what removes it, every time
    } else {
      again(REMOVED);
    }
  }

  private List<AttemptSummary> history() throws IOException {
    return context.ledger().view().issue(issue.id()).map(IssueRecord::history).orElse(List.of());
  }

  private void again(String reason) throws IOException {
    release(reason);
    context.publisher().warn(issue.id() + " starts over: " + reason);
  }

  private void release(String reason) throws IOException {
    Instant now = context.clock().instant();
    conclude(List.of(new Event.AttemptReleased(issue.id(), attempt, reason, now)));
  }

  /** Tells whether a validation lets the work begin. */
  static boolean goesOn(AgentEnding ending, AgentResult answer) {
    boolean ended = !ending.equals(new AgentEnding.Exited(0)) || answer.refusal().isPresent();
    AgentVerdict verdict = answer.agentVerdict().orElse(AgentVerdict.READY);
    return !ended && (verdict == AgentVerdict.READY || verdict == AgentVerdict.CORRECTED);
  }

  /** Draws the conclusion from a validation that does not let the work begin. */
  Optional<FinishedWork> ofValidation(
      AgentEnding ending, HarvestedWork harvested, AgentResult answer) throws IOException {
    Optional<String> review = answer.reviewReason();
    return review.isPresent()
            && ending.equals(new AgentEnding.Exited(0))
            && answer.refusal().isEmpty()
        ? rest(LifecycleStatus.AWAITING_APPROVAL, review.get())
        : of(ending, harvested, answer);
  }

  /** Draws the conclusion, and returns the work to land if there is any. */
  Optional<FinishedWork> of(AgentEnding ending, HarvestedWork harvested, AgentResult answer)
      throws IOException {
    Optional<AgentReport.Refusal> refusal =
        answer.refusal().isPresent() ? answer.refusal() : unanswered(ending, harvested);
    if (refusal.isPresent()) {
      refused(refusal.get());
      return Optional.empty();
    }
    if (ending instanceof AgentEnding.Interrupted && exceeded.isPresent()) {
      return overBudget(exceeded.get());
    }
    if (ending instanceof AgentEnding.Interrupted) {
      interrupted();
      return Optional.empty();
    }
    if (AgentFailure.is(ending)) {
      FailureOutput output = FailureOutput.of(log);
      return failed(AgentFailure.reason(ending, report, output, redaction), output.end());
    }
    holds.end(agent);
    String problem = harvested.problem();
    return problem == null ? done(harvested, answer) : failed(problem);
  }

  /** Returns the refusal that a wait without an answer amounts to, if it left no work. */
  private Optional<AgentReport.Refusal> unanswered(AgentEnding ending, HarvestedWork harvested)
      throws IOException {
    Optional<AgentReport.Refusal> refusal = wait.refusal(ending, agent, report, log, agentBegun);
    return refusal.isEmpty() || harvested.problem() != null || hasWork(harvested)
        ? Optional.empty()
        : refusal;
  }

  private boolean hasWork(HarvestedWork harvested) throws IOException {
    ObjectId head = harvested.dirty().orElse(harvested.head());
    return !new WorkDiff(context.repository(), context.marker()).isEmpty(base, head, issue);
  }

  /**
   * Records that the agent was stopped because of the budget: a failure, unless it is the run that
   * has used too much.
   */
  private Optional<FinishedWork> overBudget(Budget.Share share) throws IOException {
    String reason = "its agent was stopped: " + share + "; its work is kept";
    if (share.of() != Budget.Limit.RUN) {
      return failed(reason);
    }
    release(reason);
    return Optional.empty();
  }

  private Optional<FinishedWork> done(HarvestedWork harvested, AgentResult answer)
      throws IOException {
    Optional<LifecycleStatus> rest = finalStatus(answer.agentVerdict().orElse(AgentVerdict.READY));
    if (rest.isPresent()) {
      return rest(rest.get(), answer.reasonAfter(calledBy(answer)));
    }
    if (!hasWork(harvested)) {
      return unchanged(answer);
    }
    ObjectId head = harvested.dirty().orElse(harvested.head());
    Instant now = context.clock().instant();
    List<Event> events = new ArrayList<>();
    events.add(new Event.AttemptEnded(issue.id(), attempt, 0, head.name(), now));
    Optional<String> review =
        new NewFileLimit(context, issue.id(), base, head)
            .objection()
            .or(() -> answer.reviewReason())
            .or(context.options().form()::approvalReason);
    review.ifPresent(
        why ->
            events.add(
                new Event.ApprovalAsked(
                    issue.id(), ChangeId.fresh(), ApprovalStage.LAND, why, now)));
    if (conclude(events) != LifecycleStatus.CANDIDATE) {
      return Optional.empty();
    }
    context.done(Checkpoint.ENDED);
    context.enter(issue.id(), Phase.QUEUE);
    return Optional.of(new FinishedWork(issue, attempt, number, head, now, attemptDir));
  }

  /** Returns the status the issue gets, regardless of any changes; empty if the work goes on. */
  private static Optional<LifecycleStatus> finalStatus(AgentVerdict verdict) {
    return switch (verdict) {
      case NOT_READY, BLOCKED -> Optional.of(LifecycleStatus.NOT_READY);
      case CLOSE -> Optional.of(LifecycleStatus.CLOSED);
      case READY, CORRECTED, NEEDS_REVIEW -> Optional.empty();
    };
  }

  private static String calledBy(AgentResult answer) {
    return "the agent calls it "
        + answer
            .agentVerdict()
            .map(verdict -> verdict.word().replace('-', ' '))
            .orElse("something else");
  }

  /**
   * Records that the account was refused, which is not a failure unless the service fails again and
   * again: the issue is free again, and its agent is held.
   */
  private void refused(AgentReport.Refusal refusal) throws IOException {
    AccountHolds.Hold placed = holds.place(agent, refusal);
    Event.LimitReached hold = placed.event();
    Optional<String> failure = AccountHolds.failure(hold, history());
    if (failure.isPresent()) {
      failed(failure.get());
    } else {
      String reason = AccountHolds.reason(hold) + "; the work is kept";
      conclude(List.of(new Event.AttemptReleased(issue.id(), attempt, reason, hold.at())));
    }
    holds.report(placed, agents.logIn(agent));
  }

  private Optional<FinishedWork> unchanged(AgentResult answer) throws IOException {
    Optional<String> review = answer.reviewReason();
    return review.isPresent()
        ? rest(LifecycleStatus.AWAITING_APPROVAL, review.get())
        : rest(LifecycleStatus.NO_CHANGE, answer.reasonAfter("the agent changed nothing"));
  }

  private Optional<FinishedWork> rest(LifecycleStatus next, String reason) throws IOException {
    Instant now = context.clock().instant();
    conclude(List.of(new Event.IssueRested(issue.id(), attempt, next, reason, now)));
    return Optional.empty();
  }

  /** Records {@code events}, unless a person wants the attempt to end in another way. */
  private LifecycleStatus conclude(List<Event> events) throws IOException {
    Instant now = context.clock().instant();
    LedgerView after =
        context
            .ledger()
            .commit(
                view ->
                    view.stopWanted(issue.id())
                        .map(stopRequest -> ended(stopRequest, now))
                        .orElse(events));
    IssueRecord record = after.issue(issue.id()).orElseThrow();
    if (record.status() != LifecycleStatus.CANDIDATE) {
      context
          .publisher()
          .publish(new RunEvent.Returned(issue.id(), record.status(), record.reason(), ""));
    }
    return record.status();
  }

  private List<Event> ended(IssueStopRequest stopRequest, Instant now) {
    return List.of(
        new Event.IssueRested(issue.id(), attempt, stopRequest.next(), stopRequest.reason(), now));
  }

  private Optional<FinishedWork> failed(String reason) throws IOException {
    return failed(reason, FailureOutput.of(log).end());
  }

  private Optional<FinishedWork> failed(String reason, String evidence) throws IOException {
    new FailureRecorder(context)
        .record(issue.id(), attempt, LifecycleStatus.FAILED, reason, evidence);
    return Optional.empty();
  }
}
