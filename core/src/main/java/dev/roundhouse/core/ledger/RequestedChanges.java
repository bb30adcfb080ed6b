package dev.roundhouse.core.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The changes that people have requested for one issue. Immutable.
 *
 * @param edit the values that replace those in its file
 * @param place the place it was given in the order, or null for its natural one
 * @param stop the request to end the attempt under way, or null
 * @param approval the step that needs a person's approval, or null
 */
public record RequestedChanges(
    IssueEdit edit,
    @Nullable QueuePosition place,
    @Nullable IssueStopRequest stop,
    @Nullable ApprovalStage approval) {
  /** No requested changes. */
  public static final RequestedChanges NONE =
      new RequestedChanges(IssueEdit.NONE, null, null, null);

  /**
   * Returns these changes with {@code more} added; an edit of the priority removes the issue from a
   * place it was given.
   */
  RequestedChanges with(IssueEdit more) {
    QueuePosition kept = more.priority() == null ? place : null;
    return new RequestedChanges(edit.then(more), kept, stop, approval);
  }

  RequestedChanges at(QueuePosition given) {
    return new RequestedChanges(edit, given, stop, approval);
  }

  RequestedChanges stopping(@Nullable IssueStopRequest wanted) {
    return new RequestedChanges(edit, place, wanted, approval);
  }

  RequestedChanges awaiting(@Nullable ApprovalStage stage) {
    return new RequestedChanges(edit, place, stop, stage);
  }
}
