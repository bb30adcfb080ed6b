package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The changes that people have requested for one issue. Immutable.
 *
 * @param edit the values that replace those in its file
 * @param place the place it was given in the order, or null for its natural one
 * @param stop the request to end the attempt under way, or null
 * @param approval the step that needs a person's approval, or null
 * @param approvalReason the reason for that on one line, or null; not written if null, so that the
 *     format of ledgers without it stays the same
 * @param thenLanding true if, once it has been approved to start, its landing needs approval as
 *     well; null otherwise, and then not written
 */
public record RequestedChanges(
    IssueEdit edit,
    @Nullable QueuePosition place,
    @Nullable IssueStopRequest stop,
    @Nullable ApprovalStage approval,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String approvalReason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean thenLanding) {
  /** No requested changes. */
  public static final RequestedChanges NONE =
      new RequestedChanges(IssueEdit.NONE, null, null, null, null, null);

  /**
   * Returns these changes with {@code more} added; an edit of the priority removes the issue from a
   * place it was given.
   */
  RequestedChanges with(IssueEdit more) {
    QueuePosition kept = more.priority() == null ? place : null;
    return new RequestedChanges(edit.then(more), kept, stop, approval, approvalReason, thenLanding);
  }

  RequestedChanges at(QueuePosition given) {
    return new RequestedChanges(edit, given, stop, approval, approvalReason, thenLanding);
  }

  RequestedChanges stopping(@Nullable IssueStopRequest wanted) {
    return new RequestedChanges(edit, place, wanted, approval, approvalReason, thenLanding);
  }

  RequestedChanges awaiting(@Nullable ApprovalStage stage, @Nullable String reason) {
    boolean isBoth =
        stage == ApprovalStage.RUN && (approval == ApprovalStage.LAND || thenLanding != null);
    return new RequestedChanges(edit, place, stop, stage, reason, isBoth ? Boolean.TRUE : null);
  }

  /** Returns these changes once the issue has been approved to start. */
  RequestedChanges started() {
    if (approval != ApprovalStage.RUN) {
      return this;
    }
    return awaiting(thenLanding == null ? null : ApprovalStage.LAND, null);
  }

  /** Returns the reason why the work waits before it lands, on one line. */
  public String landingReason() {
    String wait = "it awaits approval before it lands";
    return approvalReason == null ? wait : wait + ": " + approvalReason;
  }
}
