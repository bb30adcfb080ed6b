package dev.roundhouse.core.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What people have asked of one issue. Immutable.
 *
 * @param edit what is to be otherwise than its file says
 * @param place the place it was given in the order, or null for its own
 * @param stop how the attempt under way is to end, or null
 * @param approval what it may not do without a person's yes, or null
 */
public record RequestedChanges(
    IssueEdit edit,
    @Nullable QueuePlace place,
    @Nullable StopRequest stop,
    @Nullable ApprovalStage approval) {
  /** Nobody has asked for anything. */
  public static final RequestedChanges NONE =
      new RequestedChanges(IssueEdit.NONE, null, null, null);

  /** An edit of the priority takes the issue out of a place it was given. */
  RequestedChanges with(IssueEdit more) {
    QueuePlace kept = more.priority() == null ? place : null;
    return new RequestedChanges(edit.then(more), kept, stop, approval);
  }

  RequestedChanges at(QueuePlace given) {
    return new RequestedChanges(edit, given, stop, approval);
  }

  RequestedChanges stopping(@Nullable StopRequest wanted) {
    return new RequestedChanges(edit, place, wanted, approval);
  }

  RequestedChanges awaiting(@Nullable ApprovalStage stage) {
    return new RequestedChanges(edit, place, stop, stage);
  }
}
