package dev.roundhouse.core.ledger;

import java.util.Locale;

/** The status of an issue in its lifecycle, as the ledger records it. */
public enum LifecycleStatus {
  /** Free to be claimed. */
  OPEN,
  /** A worker has claimed it; its agent has not started. */
  CLAIMED,
  /** Its agent is working. */
  WORKING,
  /** Its work waits to land. */
  CANDIDATE,
  /** It is about to land: the intention is durable. */
  LANDING,
  /** Its work is on the tip. */
  LANDED,
  /** It waits for a person's approval. */
  AWAITING_APPROVAL,
  /** An attempt failed and another will follow. */
  RETRY_WAIT,
  /** Its agent ended successfully and changed nothing. */
  NO_CHANGE,
  /** Its agent says it cannot be worked on as it is. */
  NOT_READY,
  /** The gate refused its work as many times as allowed. */
  REJECTED,
  /** Its work conflicted with landed work as many times as allowed. */
  CONFLICTED,
  /** Its attempts failed as many times as allowed. */
  FAILED,
  /** A person set it aside. */
  SKIPPED,
  /** A person cancelled it. */
  CANCELLED,
  /** It was found to need no work. */
  CLOSED,
  /** Its work was left on a separate branch. */
  BRANCHED,
  /** Its work had landed, and a person removed it from the target again. */
  DROPPED;

  /** Returns the word shown to people and in JSON, such as {@code awaiting-approval}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Tells whether an attempt is under way. */
  public boolean isActive() {
    return this == CLAIMED || this == WORKING || this == CANDIDATE || this == LANDING;
  }

  /** Tells whether nothing will happen until a person acts, although the issue is not done. */
  public boolean isResting() {
    return switch (this) {
      case NO_CHANGE, NOT_READY, REJECTED, CONFLICTED, FAILED, SKIPPED, CANCELLED, DROPPED -> true;
      default -> false;
    };
  }

  /** Tells whether nothing is left to do. */
  public boolean isFinished() {
    return this == LANDED || this == CLOSED || this == BRANCHED;
  }
}
