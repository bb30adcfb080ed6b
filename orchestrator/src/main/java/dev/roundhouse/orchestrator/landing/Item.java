package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Priority;
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
 * @param base what it was last built on, or null before the first time
 * @param built what came of that, or null
 */
record Item(
    AttemptId id,
    Instant endedAt,
    Priority priority,
    boolean afresh,
    @Nullable ObjectId base,
    CandidateBuilder.@Nullable Built built) {
  static Item of(AttemptId id, Instant endedAt, Priority priority, boolean afresh) {
    return new Item(id, endedAt, priority, afresh, null, null);
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

  Item with(ObjectId newBase, CandidateBuilder.Built newBuilt, boolean stillAfresh) {
    return new Item(id, endedAt, priority, stillAfresh, newBase, newBuilt);
  }

  /** Whether {@code newcomer} is to stand before this one. */
  boolean yieldsTo(Item newcomer) {
    if (isStarted()) {
      return false;
    }
    int byTime = newcomer.endedAt.compareTo(endedAt);
    return byTime < 0 || (byTime == 0 && newcomer.priority.compareTo(priority) < 0);
  }
}
