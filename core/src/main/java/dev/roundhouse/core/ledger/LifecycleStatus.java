package dev.roundhouse.core.ledger;

import java.util.Locale;

/** Where an issue is in its life, as the ledger knows it. */
public enum LifecycleStatus {
  /** Free to be claimed. */
  OPEN,
  /** Somebody has it; its agent has not begun. */
  CLAIMED,
  /** Its agent works. */
  WORKING,
  /** Its work waits to land. */
  CANDIDATE,
  /** It is about to land: the intention is durable. */
  LANDING,
  /** Its work is on the tip for good. */
  LANDED,
  /** It waits for a person's yes. */
  AWAITING_APPROVAL,
  /** An attempt failed and another will follow. */
  RETRY_WAIT,
  /** Its agent ended well and changed nothing. */
  NO_CHANGE,
  /** Its agent says it cannot be worked as it is. */
  NOT_READY,
  /** The gate refused its work as often as it may. */
  REJECTED,
  /** Its work collided with what landed as often as it may. */
  CONFLICTED,
  /** Its attempts failed as often as they may. */
  FAILED,
  /** A person put it aside. */
  SKIPPED,
  /** A person called it off. */
  CANCELLED,
  /** It was found to need no work. */
  CLOSED,
  /** Its work was left on a branch of its own. */
  BRANCHED,
  /** Its work had landed, and a person took it off the target again. */
  DROPPED;

  /** The word shown to people and in JSON, such as {@code awaiting-approval}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether an attempt is under way. */
  public boolean isActive() {
    return this == CLAIMED || this == WORKING || this == CANDIDATE || this == LANDING;
  }

  /** Whether nothing will happen until a person acts, though the issue is not done. */
  public boolean isResting() {
    return switch (this) {
      case NO_CHANGE, NOT_READY, REJECTED, CONFLICTED, FAILED, SKIPPED, CANCELLED, DROPPED -> true;
      default -> false;
    };
  }

  /** Whether nothing is left to do. */
  public boolean isFinished() {
    return this == LANDED || this == CLOSED || this == BRANCHED;
  }
}
