package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One piece of finished work in the queue. Immutable.
 *
 * @param id its attempt
 * @param endedAt the time the attempt ended: the earlier lands first
 * @param priority the priority, which decides between attempts that ended at once
 * @param afresh whether a person wants it judged again, whatever was red before
 * @param rivals the number of others under way that it is known to conflict with
 * @param base the commit it was last built on, or null before the first time
 * @param built the result of building it, or null
 */
record QueueItem(
    AttemptId id,
    Instant endedAt,
    Priority priority,
    boolean afresh,
    int rivals,
    @Nullable ObjectId base,
    CandidateBuilder.@Nullable Built built) {
  private static final Duration NEAR = Duration.ofMinutes(5);

  static QueueItem of(AttemptId id, Instant endedAt, Priority priority, boolean afresh) {
    return new QueueItem(id, endedAt, priority, afresh, 0, null, null);
  }

  /** Returns the same item, known to conflict with {@code count} others. */
  QueueItem against(int count) {
    return new QueueItem(id, endedAt, priority, afresh, count, base, built);
  }

  /** Tells whether work on the item has begun, so that later ones no longer overtake it. */
  boolean isStarted() {
    return built != null;
  }

  boolean isBuiltOn(ObjectId commit) {
    return commit.equals(base);
  }

  /** Returns its candidate, if there is one on the commit it was last built on. */
  Optional<Candidate> candidate() {
    return built instanceof CandidateBuilder.Built.Ready ready
        ? Optional.of(ready.candidate())
        : Optional.empty();
  }

  QueueItem with(ObjectId newBase, CandidateBuilder.Built newBuilt, boolean stillAfresh) {
    return new QueueItem(id, endedAt, priority, stillAfresh, rivals, newBase, newBuilt);
  }

  /** Returns the same item, to be built again on the same base. */
  QueueItem unbuilt() {
    return new QueueItem(id, endedAt, priority, afresh, rivals, null, built);
  }

  /**
   * Tells whether {@code newcomer} goes before this one. Of two that finished within five minutes
   * the one with fewer conflicts goes first: its landing sends fewer back.
   */
  boolean yieldsTo(QueueItem newcomer) {
    if (isStarted()) {
      return false;
    }
    boolean near = Duration.between(endedAt, newcomer.endedAt).abs().compareTo(NEAR) < 0;
    if (near && newcomer.rivals != rivals) {
      return newcomer.rivals < rivals;
    }
    int byTime = newcomer.endedAt.compareTo(endedAt);
    return byTime < 0 || (byTime == 0 && newcomer.priority.compareTo(priority) < 0);
  }
}
