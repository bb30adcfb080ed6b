package dev.roundhouse.core.ledger;

/** Applies the events of an attempt to its issue. Pure. */
final class AttemptFold {
  private AttemptFold() {}

  static void claim(
      IssueChange change, IssueRecord before, Event.AttemptClaimed event, long token) {
    change.move(LifecycleStatus.CLAIMED);
    if (event.number() != before.attempts() + 1) {
      throw new StaleVersionException(event.issue(), event.number() - 1L, before.attempts());
    }
    change.claim(
        new Claim(event.run(), event.worker(), event.attempt(), token, event.slot(), event.at()),
        AttemptSummary.of(event));
  }

  static void apply(IssueChange change, Event.OfAttempt event) {
    AttemptWork work = change.work == null ? AttemptWork.NONE : change.work;
    if (event instanceof Event.AgentStarted started) {
      start(change, started, work);
    } else if (event instanceof Event.AttemptEnded ended) {
      change.move(LifecycleStatus.CANDIDATE).work = work.ended(ended);
    } else if (event instanceof Event.AttemptReleased released) {
      change.withdrawApproval();
      change.move(LifecycleStatus.OPEN).over(released.reason(), released.at());
    } else if (event instanceof Event.AttemptFailed failed) {
      change.withdrawApproval();
      change.move(failed.next()).over(failed.reason(), failed.at());
      change.evidence = failed.evidence();
      change.failures++;
      change.failedAs = failed.kind();
      change.notBefore = failed.notBefore();
    } else {
      applyLanding(change, work, event);
    }
  }

  /** Starts a step of an attempt; the second step keeps the status and the time of the first. */
  private static void start(IssueChange change, Event.AgentStarted event, AttemptWork work) {
    if (change.status != LifecycleStatus.WORKING) {
      change.move(LifecycleStatus.WORKING);
      change.startedAt = event.at();
    }
    change.work = work.started(event);
    change.startedBy(event);
  }

  private static void applyLanding(IssueChange change, AttemptWork work, Event.OfAttempt event) {
    if (event instanceof Event.CandidateBuilt built) {
      change.work = work.built(built);
    } else if (event instanceof Event.CandidateHeld) {
      change.move(LifecycleStatus.AWAITING_APPROVAL).reason = change.wishes.landingReason();
    } else if (event instanceof Event.LandingIntended intended) {
      checkWanted(change, intended);
      change.move(LifecycleStatus.LANDING).work = work.intended(intended);
    } else if (event instanceof Event.LandingAbandoned abandoned) {
      change.move(LifecycleStatus.CANDIDATE).reason = abandoned.reason();
    } else if (event instanceof Event.IssueLanded landed) {
      change.move(LifecycleStatus.LANDED).over("", landed.at());
      change.landedCommit = landed.commit();
      change.marked = landed.marked();
      change.settle();
    } else if (event instanceof Event.IssueBranched branched) {
      change.move(LifecycleStatus.BRANCHED).over(place(branched), branched.at());
      change.settle();
    } else {
      throw EventFold.notListed(event);
    }
  }

  private static String place(Event.IssueBranched event) {
    String remote = event.remote() == null ? "" : ", pushed to " + event.remote();
    return "on branch " + event.branch() + " at " + event.commit() + remote;
  }

  private static void checkWanted(IssueChange change, Event.LandingIntended event) {
    if (change.wishes.stop() != null) {
      throw new IllegalTransitionException(
          event.issue(), change.status, LifecycleStatus.LANDING, "it was cancelled");
    }
    if (change.wishes.approval() != null) {
      throw new IllegalTransitionException(
          event.issue(), change.status, LifecycleStatus.LANDING, "it has not been approved yet");
    }
  }
}
