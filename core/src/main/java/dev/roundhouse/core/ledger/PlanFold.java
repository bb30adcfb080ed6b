package dev.roundhouse.core.ledger;

import static dev.roundhouse.core.ledger.LifecycleStatus.AWAITING_APPROVAL;
import static dev.roundhouse.core.ledger.LifecycleStatus.CANDIDATE;
import static dev.roundhouse.core.ledger.LifecycleStatus.LANDING;
import static dev.roundhouse.core.ledger.LifecycleStatus.OPEN;

/** Applies a change of the plan to its issue. Pure. */
final class PlanFold {
  private PlanFold() {}

  static void apply(IssueChange change, IssueRecord before, Event.OfPlan event) {
    if (event instanceof Event.IssueEnrolled enrolled) {
      enrol(change, before, enrolled);
    } else if (event instanceof Event.IssueEdited edited) {
      change.wishes = change.wishes.with(edited.edit());
    } else if (event instanceof Event.IssuePlaced placed) {
      place(change, before, placed);
    } else if (event instanceof Event.StopRequested stop) {
      stop(change, before, stop);
    } else if (event instanceof Event.ApprovalAsked asked) {
      ask(change, before, asked);
    } else if (event instanceof Event.IssueApproved) {
      approve(change, before);
    } else if (event instanceof Event.FeedbackGiven given) {
      sendBack(change, before, given);
    } else {
      throw EventFold.notListed(event);
    }
  }

  private static void enrol(IssueChange change, IssueRecord before, Event.IssueEnrolled event) {
    if (before.enrolment() != null) {
      throw new IllegalTransitionException(
          before.id(), before.status(), OPEN, "an issue with that id has already been submitted");
    }
    change.enrolment = event.enrolment();
  }

  private static void place(IssueChange change, IssueRecord before, Event.IssuePlaced event) {
    if (!before.isFree()) {
      throw new IllegalTransitionException(
          before.id(),
          before.status(),
          before.status(),
          "only an issue that waits to start has a position in the order");
    }
    change.wishes = change.wishes.at(event.place());
  }

  private static void stop(IssueChange change, IssueRecord before, Event.StopRequested event) {
    if (before.status() == LANDING || !before.status().isActive()) {
      throw new IllegalTransitionException(
          before.id(),
          before.status(),
          event.next(),
          before.status() == LANDING ? "it is landing" : "it is not running");
    }
    change.wishes = change.wishes.stopping(new IssueStopRequest(event.next(), event.reason()));
    change.reason = event.reason();
  }

  private static void ask(IssueChange change, IssueRecord before, Event.ApprovalAsked event) {
    if (event.stage() == ApprovalStage.RUN && before.status().isActive()) {
      throw new IllegalTransitionException(
          before.id(),
          before.status(),
          AWAITING_APPROVAL,
          "it is running; its landing can still be held");
    }
    if (event.stage() == ApprovalStage.RUN) {
      change.move(AWAITING_APPROVAL).reason = "it awaits approval before it is worked";
    } else if (before.status() == LANDING || before.status().isFinished()) {
      throw new IllegalTransitionException(
          before.id(), before.status(), AWAITING_APPROVAL, "it is too late to hold its landing");
    }
    change.wishes = change.wishes.awaiting(event.stage(), event.reason());
  }

  private static void approve(IssueChange change, IssueRecord before) {
    if (before.claim() != null
        && (before.status() == AWAITING_APPROVAL || before.status() == CANDIDATE)) {
      change.approvedAttempt = before.claim().attempt();
    }
    if (before.status() == AWAITING_APPROVAL) {
      change.move(before.claim() == null ? OPEN : CANDIDATE).reason = "";
    } else if (before.wishes().approval() == null) {
      throw new IllegalTransitionException(
          before.id(), before.status(), OPEN, "it is not waiting for approval");
    }
    boolean mayStart = before.status() == AWAITING_APPROVAL && before.claim() == null;
    change.wishes = mayStart ? change.wishes.started() : change.wishes.awaiting(null, null);
  }

  private static void sendBack(IssueChange change, IssueRecord before, Event.FeedbackGiven event) {
    if (before.status() == CANDIDATE) {
      // it waits to land while no run is active
      change.withdrawApproval("it was sent back after it had been approved");
    } else {
      EventFold.checkIdle(before);
    }
    if (before.status() != OPEN) {
      change.move(OPEN).over("sent back with comments", event.at());
    }
    change.reopen();
    change.wishes = change.wishes.started();
    Feedback given = Feedback.of(event, before.attempts());
    Feedback earlier = before.status() == OPEN ? before.feedback() : null;
    change.feedback =
        earlier != null && earlier.attempt() == before.attempts() ? given.after(earlier) : given;
  }
}
