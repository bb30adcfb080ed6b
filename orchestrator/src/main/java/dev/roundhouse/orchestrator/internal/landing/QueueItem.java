package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One piece of finished work in the line. Immutable.
 *
 * @param id its attempt
 * @param endedAt when the attempt ended: who was finished first lands first
 * @param priority and of those finished at once the more urgent
 * @param afresh whether a person wants it judged anew, whatever was red before
 * @param rivals with how many others under way it is known to conflict
 * @param base what it was last built on, or null before the first time
 * @param built what came of that, or null
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

  /** The same, known to conflict with {@code count} others. */
  QueueItem against(int count) {
    return new QueueItem(id, endedAt, priority, afresh, count, base, built);
  }

  /** Whether it was begun with, and so is not overtaken any more by who comes later. */
  boolean isStarted() {
    return built != null;
  }

  boolean isBuiltOn(ObjectId commit) {
    return commit.equals(base);
  }

  /** Its candidate, if there is one on what it was last built on. */
  Optional<Candidate> candidate() {
    return built instanceof CandidateBuilder.Built.Ready ready
        ? Optional.of(ready.candidate())
        : Optional.empty();
  }

  QueueItem with(ObjectId newBase, CandidateBuilder.Built newBuilt, boolean stillAfresh) {
    return new QueueItem(id, endedAt, priority, stillAfresh, rivals, newBase, newBuilt);
  }

  /** The same, to be built again on what it was built on. */
  QueueItem unbuilt() {
    return new QueueItem(id, endedAt, priority, afresh, rivals, null, built);
  }

  /**
   * Whether {@code newcomer} is to stand before this one. Of two that finished within five minutes
   * the one that conflicts with fewer goes first: what it lands sends fewer back.
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
