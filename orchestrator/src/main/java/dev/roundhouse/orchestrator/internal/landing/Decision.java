package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** Something the landing queue is to do next. Immutable. */
sealed interface Decision {
  /** Build an item on {@code base}. */
  record Build(AttemptId item, ObjectId base) implements Decision {}

  /**
   * Let a gate judge a commit.
   *
   * @param item whose candidate it is, or empty for the tip itself
   */
  record Judge(ObjectId commit, ObjectId tree, Optional<AttemptId> item) implements Decision {}

  /** End the gate that judges {@code tree}: nobody needs its verdict. */
  record Abandon(ObjectId tree) implements Decision {}

  /** Move the tip to the last of these, each of which stands on the one before it. */
  record Land(List<AttemptId> items) implements Decision {}

  /** Take an item out of the line: it cannot land as it is. */
  record Return(AttemptId item, Why why) implements Decision {}

  /** Let nothing land: the tip itself does not pass, as {@code base} says. */
  record Hold(GateRuns base) implements Decision {}

  /** Why an item cannot land. */
  enum Why {
    /** It collides with the tip. */
    CONFLICT,
    /** The tip has all of it. */
    NOTHING,
    /** It turned a green tip red, twice. */
    CULPRIT,
    /** Its gate came to no end of its own, twice. */
    UNDECIDED;

    boolean isByGate() {
      return this == CULPRIT || this == UNDECIDED;
    }
  }
}
