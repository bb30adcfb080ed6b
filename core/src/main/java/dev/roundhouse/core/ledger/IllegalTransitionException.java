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

  private IllegalTransitionException(String message) {
    super(message);
  }

  /** Returns an exception for a person who wants {@code issue} to be ended as {@code next}. */
  static IllegalTransitionException ofEnding(
      IssueId issue, LifecycleStatus from, LifecycleStatus next) {
    String why =
        switch (from) {
          case LANDING -> "it is landing";
          case LANDED -> "it has landed";
          case BRANCHED -> "its work is already on a branch of its own";
          default -> "it is " + from.word();
        };
    return new IllegalTransitionException(
        from == next
            ? issue + " is already " + next.word()
            : issue + " cannot be " + next.word() + ": " + why);
  }
}
