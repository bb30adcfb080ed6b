package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's record of one issue. Immutable.
 *
 * @param id the issue
 * @param status its status in the lifecycle
 * @param version the number of events that have touched it
 * @param attempts the number of attempts it has ever had
 * @param failures the number of failures since the last retry
 * @param claim the claim on it, or null
 * @param work the progress of the current or last attempt, or null
 * @param reason the reason for its status, on one line
 * @param evidence the evidence for the reason
 * @param landedCommit the commit it landed as, or null
 * @param marked true if a commit on the tip marks its file done
 * @param createdAt the time the ledger first heard of it
 * @param updatedAt the time it last changed; never goes back
 * @param claimedAt the time it was last claimed, or null
 * @param startedAt the time its agent last started, or null
 * @param finishedAt the time it landed or came to rest, or null
 * @param history every attempt, first to last
 * @param timings milliseconds by phase, of the last attempt that had the phase
 * @param corrections the corrections that attempts made, first to last
 * @param usage the usage its agents reported, over all attempts
 * @param assumed what a budget counts on top, because agents did not say all that they used; or
 *     null
 * @param failedAs the status the last failure would have it rest in, or null
 * @param notBefore the time from which it may be claimed again after a failure, or null for at once
 * @param enrolment the submission, or null if the issue has a file
 * @param wishes the changes people have requested
 * @param flakes the number of times a gate called one tree of its work red and then green
 * @param receivedCommit the landing that the issue's source has taken note of, or null; not written
 *     if null, so that the format of ledgers without it stays the same
 * @param feedback the comments of a person that its next attempts work from, or null; written like
 *     the one before
 * @param approvedAttempt the last attempt whose finished work a person approved, or null; written
 *     like the one before
 */
public record IssueRecord(
    IssueId id,
    LifecycleStatus status,
    long version,
    int attempts,
    int failures,
    @Nullable Claim claim,
    @Nullable AttemptWork work,
    String reason,
    String evidence,
    @Nullable String landedCommit,
    boolean marked,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant claimedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    List<AttemptSummary> history,
    Map<String, Long> timings,
    List<Correction> corrections,
    Usage usage,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Usage assumed,
    @Nullable LifecycleStatus failedAs,
    @Nullable Instant notBefore,
    @Nullable Submission enrolment,
    RequestedChanges wishes,
    Integer flakes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String receivedCommit,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Feedback feedback,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AttemptId approvedAttempt) {
  /** Copies the collections. */
  public IssueRecord {
    history = List.copyOf(history);
    timings = Map.copyOf(timings);
    corrections = List.copyOf(corrections);
    usage = Objects.requireNonNullElse(usage, Usage.NONE);
    flakes = Objects.requireNonNullElse(flakes, 0);
  }

  /** Returns {@code issue}, which is this one, with the edits people have requested. */
  public Issue wanted(Issue issue) {
    return wishes.edit().applyTo(issue);
  }

  /**
   * Returns the issue as submitted, with the edits people have requested; empty if it has a file.
   */
  public Optional<Issue> enrolled() {
    return Optional.ofNullable(enrolment).map(what -> wanted(what.issue(id, createdAt)));
  }

  /** Tells whether the issue has landed and its source has not acknowledged that yet. */
  public boolean awaitsReceipt() {
    return status == LifecycleStatus.LANDED
        && landedCommit != null
        && !landedCommit.equals(receivedCommit);
  }

  /** Returns what a budget counts for the issue: the usage that was reported, and what was not. */
  public Usage charged() {
    return assumed == null ? usage : usage.plus(assumed);
  }

  /** Returns what its agents did and used, over all attempts. */
  public UsageSummary total() {
    return known().plus(usageWithoutAgent());
  }

  /** Returns the total time of the attempts that failed since the last retry. */
  public Duration failedTime() {
    List<AttemptSummary> ended = history.stream().filter(each -> each.endedAt() != null).toList();
    Duration spent = Duration.ZERO;
    for (AttemptSummary each : ended.subList(Math.max(0, ended.size() - failures), ended.size())) {
      spent = spent.plus(Duration.between(each.at(), each.endedAt()));
    }
    return spent;
  }

  private UsageSummary known() {
    return history.stream()
        .map(AttemptSummary::total)
        .reduce(UsageSummary.NONE, UsageSummary::plus);
  }

  /** Returns what was used in attempts for which it is not on record which agent used it. */
  UsageSummary usageWithoutAgent() {
    UsageSummary known = known();
    Usage more = assumed == null ? Usage.NONE : assumed;
    return new UsageSummary(
        0, 0, Duration.ZERO, usage.minus(known.usage()), more.minus(known.assumed()));
  }

  /** Tells whether the issue may be claimed. */
  public boolean isFree() {
    return status == LifecycleStatus.OPEN || status == LifecycleStatus.RETRY_WAIT;
  }

  /**
   * Returns the issue's place among the waiting submitted issues; empty if it is not one of those.
   */
  Optional<QueuePosition> waiting() {
    return isFree() ? enrolled().map(this::place) : Optional.empty();
  }

  private QueuePosition place(Issue issue) {
    QueuePosition given = wishes.place();
    return given == null ? new QueuePosition(issue.priority(), 0, createdAt, id) : given;
  }
}
