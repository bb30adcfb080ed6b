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
public record Wishes(
    IssueEdit edit,
    @Nullable Place place,
    @Nullable StopRequest stop,
    @Nullable ApprovalStage approval) {
  /** Nobody has asked for anything. */
  public static final Wishes NONE = new Wishes(IssueEdit.NONE, null, null, null);

  /** An edit of the priority takes the issue out of a place it was given. */
  Wishes with(IssueEdit more) {
    Place kept = more.priority() == null ? place : null;
    return new Wishes(edit.then(more), kept, stop, approval);
  }

  Wishes at(Place given) {
    return new Wishes(edit, given, stop, approval);
  }

  Wishes stopping(@Nullable StopRequest wanted) {
    return new Wishes(edit, place, wanted, approval);
  }

  Wishes awaiting(@Nullable ApprovalStage stage) {
    return new Wishes(edit, place, stop, stage);
  }
}
