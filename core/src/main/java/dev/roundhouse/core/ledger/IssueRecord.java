package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one issue. Immutable.
 *
 * @param id the issue
 * @param status where it is in its life
 * @param version how many events have touched it
 * @param attempts how many attempts it has had, ever
 * @param failures how many have failed since the last retry
 * @param claim who has it, or null
 * @param work how far the current or last attempt came, or null
 * @param reason why it is what it is, on one line
 * @param evidence what was seen of that
 * @param landedCommit the commit it landed as, or null
 * @param marked whether a commit on the tip marks its file done
 * @param createdAt when the ledger first heard of it
 * @param updatedAt when it last changed; never earlier than before
 * @param claimedAt when it was last claimed, or null
 * @param startedAt when its agent last began, or null
 * @param finishedAt when it landed or came to rest, or null
 * @param history every attempt, first to last
 * @param timings milliseconds by phase, of the last attempt that had the phase
 * @param corrections what attempts put right, first to last
 * @param usage what its agents have used up, over all attempts
 * @param failedAs what the last failure would have it rest as, or null
 * @param notBefore when it may be claimed again after a failure, or null for at once
 * @param enrolment what was submitted, or null if the issue has a file
 * @param wishes what people have asked of it
 * @param flakes how often a gate said red and then green of one and the same tree of its work
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
    @Nullable LifecycleStatus failedAs,
    @Nullable Instant notBefore,
    @Nullable Enrolment enrolment,
    RequestedChanges wishes,
    Integer flakes) {
  /** Copies the collections. */
  public IssueRecord {
    history = List.copyOf(history);
    timings = Map.copyOf(timings);
    corrections = List.copyOf(corrections);
    usage = Objects.requireNonNullElse(usage, Usage.NONE);
    flakes = Objects.requireNonNullElse(flakes, 0);
  }

  /** {@code issue}, which is this one, as people want it. */
  public Issue wanted(Issue issue) {
    return wishes.edit().applyTo(issue);
  }

  /** The issue as it was submitted and is wanted; empty if it has a file. */
  public Optional<Issue> enrolled() {
    return Optional.ofNullable(enrolment).map(what -> wanted(what.issue(id, createdAt)));
  }

  /** Whether somebody may claim it. */
  public boolean isFree() {
    return status == LifecycleStatus.OPEN || status == LifecycleStatus.RETRY_WAIT;
  }

  /** Its place among the submitted issues that wait; empty if it is not one of those. */
  Optional<QueuePlace> waiting() {
    return isFree() ? enrolled().map(this::place) : Optional.empty();
  }

  private QueuePlace place(Issue issue) {
    QueuePlace given = wishes.place();
    return given == null ? new QueuePlace(issue.priority(), 0, createdAt, id) : given;
  }
}
