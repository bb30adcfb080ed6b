package dev.roundhouse.orchestrator.internal.git.worktree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt left, all of it behind refs. Immutable.
 *
 * @param head the last commit
 * @param dirty a commit on top of {@code head} of what was not committed, if there was anything
 * @param lost commits only the worktree's reflog knows
 * @param taken what else is to be told, one line each: what went away of the user's own meanwhile,
 *     or came to be ignored, and is kept as well
 * @param problem why the work must not land as it is, or null
 * @param quarantined whether the worktree was put aside because not all of it could be saved into
 *     refs
 */
public record Harvested(
    ObjectId head,
    Optional<ObjectId> dirty,
    List<ObjectId> lost,
    List<String> taken,
    @Nullable String problem,
    boolean quarantined) {
  /** Copies the list. */
  public Harvested {
    lost = List.copyOf(lost);
    taken = List.copyOf(taken);
  }

  /** The same with what was not committed. */
  Harvested with(Optional<ObjectId> left) {
    return new Harvested(head, left, lost, taken, problem, quarantined);
  }

  /** The same with one more line of what is told. */
  Harvested telling(String line) {
    List<String> more = new ArrayList<>(taken);
    more.add(line);
    return new Harvested(head, dirty, lost, more, problem, quarantined);
  }

  /** The same with a problem. */
  public Harvested troubled(String why) {
    return new Harvested(head, dirty, lost, taken, why, quarantined);
  }
}
