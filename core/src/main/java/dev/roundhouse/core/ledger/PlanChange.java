package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * What people change in the plan from outside a run, to be handed to {@link Ledger#commit}: each
 * decides from all that was committed before it, so that of two who want the same one wins and the
 * other is told. Stateless and without side effects; safe for use by any number of threads.
 *
 * <p>What a change finds impossible it says by the exceptions of {@link Ledger#commit}.
 */
public final class PlanChange {
  private final ChangeId id;
  private final Instant at;

  /** Changes with that id, made then. */
  public PlanChange(ChangeId id, Instant at) {
    this.id = id;
    this.at = at;
  }

  /**
   * {@code change}, provided that {@code issue} is at {@code version}; 0 is the version of an issue
   * the ledger has not heard of. Otherwise {@link StaleVersionException}.
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
   * Ends {@code issue} as {@code next}, skipped or cancelled: at once where nobody works it, else
   * as a request to who does. Not once it is landing.
   */
  public Function<LedgerView, List<Event>> putAside(
      IssueId issue, LifecycleStatus next, String reason) {
    return view -> {
      IssueRecord before = known(view, issue);
      if (before.status().isActive()) {
        return List.of(new Event.StopRequested(issue, id, next, reason, at));
      }
      return List.of(rested(before, next, reason));
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

  /** Wants {@code issue} otherwise, from its next attempt on. */
  public Function<LedgerView, List<Event>> edit(IssueId issue, IssueEdit edit) {
    return view -> List.of(new Event.IssueEdited(issue, id, edit, at));
  }

  /**
   * Lets two issues that wait swap their places.
   *
   * @param own the place each would have by itself
   */
  public Function<LedgerView, List<Event>> swap(
      IssueId one, IssueId other, Function<IssueId, QueuePlace> own) {
    return view ->
        List.of(
            new Event.IssuePlaced(one, id, place(view, other, own), at),
            new Event.IssuePlaced(other, id, place(view, one, own), at));
  }

  private QueuePlace place(LedgerView view, IssueId issue, Function<IssueId, QueuePlace> own) {
    QueuePlace given = known(view, issue).wishes().place();
    return given == null ? own.apply(issue) : given;
  }

  /** Lets {@code issue} do {@code stage} only once somebody has said yes. */
  public Function<LedgerView, List<Event>> ask(IssueId issue, ApprovalStage stage) {
    return view -> List.of(new Event.ApprovalAsked(issue, id, stage, at));
  }

  /** Says yes. */
  public Function<LedgerView, List<Event>> approve(IssueId issue) {
    return view -> List.of(new Event.IssueApproved(issue, id, at));
  }

  /** Says no: an issue that awaits approval is cancelled. */
  public Function<LedgerView, List<Event>> refuse(IssueId issue, String reason) {
    return view -> {
      IssueRecord before = known(view, issue);
      if (before.status() != LifecycleStatus.AWAITING_APPROVAL) {
        throw new IllegalTransitionException(
            issue, before.status(), LifecycleStatus.CANCELLED, "it awaits no approval");
      }
      return List.of(rested(before, LifecycleStatus.CANCELLED, reason));
    };
  }
}
