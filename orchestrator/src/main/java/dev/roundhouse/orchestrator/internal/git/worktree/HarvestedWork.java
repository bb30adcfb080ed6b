package dev.roundhouse.orchestrator.internal.git.worktree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The work of an attempt, all of it behind refs. Immutable.
 *
 * @param head the last commit
 * @param dirty a commit on top of {@code head} with the uncommitted work, if there was any
 * @param lost commits that only the worktree's reflog knows
 * @param taken further messages, one line each: things of the user's own that disappeared or came
 *     to be ignored meanwhile, and are kept as well
 * @param problem the reason why the work must not land as it is, or null
 * @param quarantined whether the worktree was set aside because not all of it could be saved in
 *     refs
 */
public record HarvestedWork(
    ObjectId head,
    Optional<ObjectId> dirty,
    List<ObjectId> lost,
    List<String> taken,
    @Nullable String problem,
    boolean quarantined) {
  /** Copies the list. */
  public HarvestedWork {
    lost = List.copyOf(lost);
    taken = List.copyOf(taken);
  }

  /** Returns the same work with a commit of uncommitted work. */
  HarvestedWork with(Optional<ObjectId> left) {
    return new HarvestedWork(head, left, lost, taken, problem, quarantined);
  }

  /** Returns the same work with one more message. */
  HarvestedWork withNotice(String line) {
    List<String> more = new ArrayList<>(taken);
    more.add(line);
    return new HarvestedWork(head, dirty, lost, more, problem, quarantined);
  }

  /** Returns the same work with a problem. */
  public HarvestedWork withProblem(String why) {
    return new HarvestedWork(head, dirty, lost, taken, why, quarantined);
  }
}
