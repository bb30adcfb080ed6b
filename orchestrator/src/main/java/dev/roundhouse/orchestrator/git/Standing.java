package dev.roundhouse.orchestrator.git;

import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** How a target stands to its tip. Immutable. */
public sealed interface Standing {
  /** They are at one commit. */
  record Even() implements Standing {}

  /**
   * The user committed to the target, and the tip is behind.
   *
   * @param tip where the tip is
   * @param target where the target is
   */
  record UserAhead(ObjectId tip, ObjectId target) implements Standing {}

  /**
   * Work has landed on the tip that the target does not have yet.
   *
   * @param tip where the tip is
   * @param target where the target is
   */
  record TipAhead(ObjectId tip, ObjectId target) implements Standing {}

  /**
   * Both have what the other has not.
   *
   * @param tip where the tip is
   * @param target where the target is
   * @param forsaken what the tip was built on, where the user has rewritten that since
   */
  record Diverged(ObjectId tip, ObjectId target, Optional<ObjectId> forsaken) implements Standing {}

  /**
   * The target lost landed work it had before.
   *
   * @param tip where the tip is
   * @param target where the target is
   * @param landings the landing commits it lost, and those on the tip it never had
   */
  record Dropped(ObjectId tip, ObjectId target, List<LandingCommit> landings) implements Standing {
    /** Copies the list. */
    public Dropped {
      landings = List.copyOf(landings);
    }
  }

  /** There is no such branch any more. */
  record TargetGone() implements Standing {}
}
