package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;

/** A move the lifecycle does not know, or one by somebody who no longer holds the issue. */
public final class IllegalTransitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names issue, from and to. */
  public IllegalTransitionException(
      IssueId issue, LifecycleStatus from, LifecycleStatus to, String reason) {
    super(
        from == to
            ? issue + " is " + from.word() + ": " + reason
            : issue + " cannot go from " + from.word() + " to " + to.word() + ": " + reason);
  }
}
