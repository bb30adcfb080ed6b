package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** How a target stands to its tip. Immutable. */
public sealed interface TargetState {
  /** They are at one commit. */
  record Even() implements TargetState {}

  /**
   * The user committed to the target, and the tip is behind.
   *
   * @param tip where the tip is
   * @param target where the target is
   */
  record UserAhead(ObjectId tip, ObjectId target) implements TargetState {}

  /**
   * Work has landed on the tip that the target does not have yet.
   *
   * @param tip where the tip is
   * @param target where the target is
   */
  record TipAhead(ObjectId tip, ObjectId target) implements TargetState {}

  /**
   * Both have what the other has not.
   *
   * @param tip where the tip is
   * @param target where the target is
   * @param forsaken what the tip was built on, where the user has rewritten that since
   */
  record Diverged(ObjectId tip, ObjectId target, Optional<ObjectId> forsaken)
      implements TargetState {}

  /**
   * The target lost landed work it had before.
   *
   * @param tip where the tip is
   * @param target where the target is
   * @param landings the landing commits it lost, and those on the tip it never had
   */
  record Dropped(ObjectId tip, ObjectId target, List<LandingCommit> landings)
      implements TargetState {
    /** Copies the list. */
    public Dropped {
      landings = List.copyOf(landings);
    }
  }

  /** There is no such branch any more. */
  record TargetGone() implements TargetState {}
}
