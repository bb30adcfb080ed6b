package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** The relation of a target to its tip. Immutable. */
public sealed interface TargetState {
  /** Tip and target are at one commit. */
  record Even() implements TargetState {}

  /**
   * The user committed to the target, and the tip is behind.
   *
   * @param tip the commit of the tip
   * @param target the commit of the target
   */
  record UserAhead(ObjectId tip, ObjectId target) implements TargetState {}

  /**
   * Work has landed on the tip that the target does not have yet.
   *
   * @param tip the commit of the tip
   * @param target the commit of the target
   */
  record TipAhead(ObjectId tip, ObjectId target) implements TargetState {}

  /**
   * Each has commits the other lacks.
   *
   * @param tip the commit of the tip
   * @param target the commit of the target
   * @param removedBase the base of the tip, if the user has rewritten it since
   */
  record Diverged(ObjectId tip, ObjectId target, Optional<ObjectId> removedBase)
      implements TargetState {}

  /**
   * The target lost landed work it had before.
   *
   * @param tip the commit of the tip
   * @param target the commit of the target
   * @param landings the landing commits it lost, and those on the tip it never had
   */
  record Dropped(ObjectId tip, ObjectId target, List<LandingCommit> landings)
      implements TargetState {
    /** Copies the list. */
    public Dropped {
      landings = List.copyOf(landings);
    }
  }

  /** The branch no longer exists. */
  record TargetGone() implements TargetState {}
}
