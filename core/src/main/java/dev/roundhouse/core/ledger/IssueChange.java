package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One event's change to one record, under construction. For one thread. */
final class IssueChange {
  private final IssueId id;
  private final long version;
  private final Instant createdAt;
  private final Instant updatedAt;
  private final List<AttemptSummary> history;
  private final Map<String, Long> timings;
  private final List<Correction> corrections;
  Usage usage;
  @Nullable Usage assumed;
  @Nullable LifecycleStatus failedAs;
  @Nullable Instant notBefore;
  @Nullable Submission enrolment;
  RequestedChanges wishes;
  LifecycleStatus status;
  int flakes;
  int attempts;
  int failures;
  @Nullable Claim claim;
  @Nullable AttemptWork work;
  String reason;
  String evidence;
  @Nullable String landedCommit;
  boolean marked;
  @Nullable String receivedCommit;
  @Nullable Feedback feedback;
  @Nullable AttemptId approvedAttempt;
  @Nullable Instant claimedAt;
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;

  private IssueChange(IssueRecord from, Instant at) {
    id = from.id();
    version = from.version() + 1;
    createdAt = from.createdAt();
    updatedAt = at.isBefore(from.updatedAt()) ? from.updatedAt() : at;
    history = new ArrayList<>(from.history());
    timings = new HashMap<>(from.timings());
    corrections = new ArrayList<>(from.corrections());
    usage = from.usage();
    assumed = from.assumed();
    failedAs = from.failedAs();
    notBefore = from.notBefore();
    enrolment = from.enrolment();
    wishes = from.wishes();
    flakes = from.flakes();
    status = from.status();
    attempts = from.attempts();
    failures = from.failures();
    claim = from.claim();
    work = from.work();
    reason = from.reason();
    evidence = from.evidence();
    landedCommit = from.landedCommit();
    marked = from.marked();
    receivedCommit = from.receivedCommit();
    feedback = from.feedback();
    approvedAttempt = from.approvedAttempt();
    claimedAt = from.claimedAt();
    startedAt = from.startedAt();
    finishedAt = from.finishedAt();
  }

  static IssueChange to(IssueRecord from, Instant at) {
    return new IssueChange(from, at);
  }

  static IssueRecord fresh(IssueId id, Instant at) {
    return new IssueRecord(
        id,
        LifecycleStatus.OPEN,
        0,
        0,
        0,
        null,
        null,
        "",
        "",
        null,
        false,
        at,
        at,
        null,
        null,
        null,
        List.of(),
        Map.of(),
        List.of(),
        Usage.NONE,
        null,
        null,
        null,
        null,
        RequestedChanges.NONE,
        0,
        null,
        null,
        null);
  }

  IssueChange move(LifecycleStatus next) {
    Lifecycle.check(id, status, next);
    status = next;
    return this;
  }

  void claim(Claim by, AttemptSummary summary) {
    claim = by;
    work = AttemptWork.NONE;
    attempts = summary.number();
    claimedAt = by.at();
    startedAt = null;
    finishedAt = null;
    wishes = wishes.stopping(null);
    notBefore = null;
    timings.clear();
    history.add(summary);
  }

  /** Ends the attempt, if there is one. */
  void over(String why, Instant at) {
    if (claim != null && !history.isEmpty()) {
      int last = history.size() - 1;
      history.set(last, history.get(last).over(status, why, at));
    }
    claim = null;
    wishes = wishes.stopping(null);
    reason = why;
    evidence = "";
    finishedAt = status == LifecycleStatus.OPEN ? null : at;
  }

  /** Gives the issue all of its attempts again. */
  void reopen() {
    failures = 0;
    failedAs = null;
    notBefore = null;
  }

  /** Forgets what people said of work that has been handed over. */
  void settle() {
    feedback = null;
    approvedAttempt = null;
  }

  /** Has the next work wait for approval if that of this attempt was approved and does not land. */
  void withdrawApproval() {
    withdrawApproval("what you approved before could not land");
  }

  /** Does so for {@code reason}. */
  void withdrawApproval(String reason) {
    if (claim != null && claim.attempt().equals(approvedAttempt)) {
      wishes = wishes.awaiting(ApprovalStage.LAND, reason);
      approvedAttempt = null;
    }
  }

  void time(String phase, long millis) {
    timings.put(phase, millis);
  }

  /** Notes which agent works on the current attempt. */
  void startedBy(Event.AgentStarted event) {
    update(event.attempt(), each -> each.startedBy(event.agent()));
  }

  private void update(AttemptId attempt, UnaryOperator<AttemptSummary> update) {
    history.replaceAll(each -> each.attempt().equals(attempt) ? update.apply(each) : each);
  }

  /** Adds what a step used; the current attempt's agent then owes nothing. */
  void spend(Event.UsageReported event) {
    update(event.attempt(), each -> each.used(event));
    usage = usage.plus(event.usage());
    if (event.assumed() != null) {
      assumed = assumed == null ? event.assumed() : assumed.plus(event.assumed());
    }
    boolean isCurrent = claim != null && claim.attempt().equals(event.attempt());
    if (isCurrent && status == LifecycleStatus.WORKING && work != null) {
      work = work.withUsage();
    }
  }

  void correct(Correction correction) {
    corrections.add(correction);
  }

  IssueRecord record() {
    return new IssueRecord(
        id,
        status,
        version,
        attempts,
        failures,
        claim,
        work,
        reason,
        evidence,
        landedCommit,
        marked,
        createdAt,
        updatedAt,
        claimedAt,
        startedAt,
        finishedAt,
        history,
        timings,
        corrections,
        usage,
        assumed,
        failedAs,
        notBefore,
        enrolment,
        wishes,
        flakes,
        receivedCommit,
        feedback,
        approvedAttempt);
  }
}
