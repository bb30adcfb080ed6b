package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;

/**
 * Thrown for a move the lifecycle does not allow, or one by an attempt that no longer holds the
 * issue.
 */
public final class IllegalTransitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the issue and both statuses. */
  public IllegalTransitionException(
      IssueId issue, LifecycleStatus from, LifecycleStatus to, String reason) {
    super(
        from == to
            ? issue + " is " + from.word() + ": " + reason
            : issue + " cannot go from " + from.word() + " to " + to.word() + ": " + reason);
  }
}
