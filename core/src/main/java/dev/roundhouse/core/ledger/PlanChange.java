package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Builds the changes that people make to the plan from outside a run, to be passed to {@link
 * Ledger#commit}: each is decided from everything committed before it, so that if two people want
 * the same, one succeeds and the other gets an exception. Stateless and without side effects; safe
 * for use by any number of threads.
 *
 * <p>An impossible change throws the exceptions of {@link Ledger#commit}.
 */
public final class PlanChange {
  private final ChangeId id;
  private final Instant at;

  /** Creates changes with that id and time. */
  public PlanChange(ChangeId id, Instant at) {
    this.id = id;
    this.at = at;
  }

  /**
   * Returns {@code change}, made to throw {@link StaleVersionException} unless {@code issue} is at
   * {@code version}; 0 is the version of an issue the ledger does not know.
   */
  public static Function<LedgerView, List<Event>> expecting(
      IssueId issue, long version, Function<LedgerView, List<Event>> change) {
    return view -> {
      long actual = view.issue(issue).map(IssueRecord::version).orElse(0L);
      if (actual != version) {
        throw new StaleVersionException(issue, version, actual);
      }
      return change.apply(view);
    };
  }

  /**
   * Ends {@code issue} as {@code next}, skipped or cancelled: at once if it is not being worked on,
   * else as a request to its worker. Impossible once it is landing.
   */
  public Function<LedgerView, List<Event>> putAside(
      IssueId issue, LifecycleStatus next, String reason) {
    return putAside(issue, next, reason, view -> false);
  }

  /**
   * Ends {@code issue} as the other overload does; work that waits to land ends at once, too, if
   * nothing may be about to land it.
   *
   * @param isIdle tells whether no run is active
   */
  public Function<LedgerView, List<Event>> putAside(
      IssueId issue, LifecycleStatus next, String reason, Predicate<LedgerView> isIdle) {
    return view -> {
      IssueRecord before = known(view, issue);
      LifecycleStatus from = before.status();
      boolean isTooLate = !from.isActive() && !Lifecycle.allows(from, next);
      if (from == LifecycleStatus.LANDING || isTooLate) {
        throw IllegalTransitionException.ofEnding(issue, from, next);
      }
      boolean isAtRest = before.status() == LifecycleStatus.CANDIDATE && isIdle.test(view);
      return List.of(
          before.status().isActive() && !isAtRest
              ? new Event.StopRequested(issue, id, next, reason, at)
              : rested(before, next, reason));
    };
  }

  private Event rested(IssueRecord before, LifecycleStatus next, String reason) {
    Claim claim = before.claim();
    return new Event.IssueRested(
        before.id(), claim == null ? null : claim.attempt(), next, reason, at);
  }

  private IssueRecord known(LedgerView view, IssueId issue) {
    return view.issue(issue).orElseGet(() -> IssueChange.fresh(issue, at));
  }

  /** Edits {@code issue} from its next attempt on. */
  public Function<LedgerView, List<Event>> edit(IssueId issue, IssueEdit edit) {
    return view -> List.of(new Event.IssueEdited(issue, id, edit, at));
  }

  /**
   * Swaps the places of two waiting issues.
   *
   * @param own the place each would have without the swap
   */
  public Function<LedgerView, List<Event>> swap(
      IssueId one, IssueId other, Function<IssueId, QueuePosition> own) {
    return view ->
        List.of(
            new Event.IssuePlaced(one, id, place(view, other, own), at),
            new Event.IssuePlaced(other, id, place(view, one, own), at));
  }

  private QueuePosition place(
      LedgerView view, IssueId issue, Function<IssueId, QueuePosition> own) {
    QueuePosition given = known(view, issue).wishes().place();
    return given == null ? own.apply(issue) : given;
  }

  /** Makes {@code issue} wait for approval before {@code stage}. */
  public Function<LedgerView, List<Event>> ask(IssueId issue, ApprovalStage stage) {
    return view -> List.of(new Event.ApprovalAsked(issue, id, stage, at));
  }

  /** Approves {@code issue}. */
  public Function<LedgerView, List<Event>> approve(IssueId issue) {
    return view -> List.of(new Event.IssueApproved(issue, id, at));
  }

  /**
   * Sends {@code issue} back with {@code comments}: it is free again, and its next attempts work
   * from them. Impossible while an attempt at it is under way or waits to land.
   *
   * @param fresh whether the next attempt begins without the work that is kept
   * @throws IllegalArgumentException if the comments are blank or longer than {@link
   *     Feedback#MAX_LENGTH}
   */
  public Function<LedgerView, List<Event>> sendBack(IssueId issue, String comments, boolean fresh) {
    return sendBack(issue, comments, fresh, view -> false);
  }

  /**
   * Sends {@code issue} back as the other overload does; also work that waits to land, if nothing
   * may be about to land it.
   *
   * @param isIdle tells whether no run is active
   * @throws IllegalArgumentException if the comments are blank or longer than {@link
   *     Feedback#MAX_LENGTH}
   */
  public Function<LedgerView, List<Event>> sendBack(
      IssueId issue, String comments, boolean fresh, Predicate<LedgerView> isIdle) {
    Feedback.check(comments);
    return view -> {
      LifecycleStatus from = known(view, issue).status();
      if (from == LifecycleStatus.CANDIDATE && !isIdle.test(view)) {
        throw new IllegalTransitionException(
            issue,
            from,
            LifecycleStatus.OPEN,
            "a run is active and may be about to land it; once that has ended, it can be sent back,"
                + " and 'skip' sets it aside at once");
      }
      return List.of(new Event.FeedbackGiven(issue, id, comments, fresh, at));
    };
  }

  /** Refuses approval: an issue that awaits it is skipped. */
  public Function<LedgerView, List<Event>> refuse(IssueId issue, String reason) {
    return view -> {
      IssueRecord before = known(view, issue);
      if (before.status() != LifecycleStatus.AWAITING_APPROVAL) {
        throw new IllegalTransitionException(
            issue, before.status(), LifecycleStatus.SKIPPED, "it is not waiting for approval");
      }
      return List.of(rested(before, LifecycleStatus.SKIPPED, reason));
    };
  }
}
