package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies one event to a view, and so defines the meaning of every event. Pure. */
final class EventFold {
  private EventFold() {}

  static LedgerView apply(LedgerView from, List<Event> events) {
    LedgerView view = from;
    for (Event event : events) {
      view = apply(view, event);
    }
    return view;
  }

  static LedgerView apply(LedgerView view, Event event) {
    if (event instanceof Event.OfIssue of) {
      return applyToIssue(view, of);
    }
    if (event instanceof Event.UnknownEvent) {
      return view.withUnknown();
    }
    if (event instanceof Event.TargetSynced) {
      return view; // for people who read the journal: the refs say where the target is
    }
    return view.with(applyToTables(view, event));
  }

  private static LedgerTables applyToTables(LedgerView view, Event event) {
    LedgerTables tables = view.tables();
    if (event instanceof Event.RunStarted started) {
      Optional<RunRecord> over = view.run(started.run()).filter(each -> each.endedAt() != null);
      return tables.with(
          over.map(each -> run(started).over(each.outcome(), each.endedAt()))
              .orElseGet(() -> run(started)));
    }
    if (event instanceof Event.RunEnded ended) {
      RunRecord run = view.run(ended.run()).orElseGet(() -> unannounced(ended));
      return tables.with(run.over(ended.outcome(), ended.at()));
    }
    if (event instanceof Event.GateJudged judged) {
      return tables.with(verdict(judged));
    }
    if (event instanceof Event.RunBeat beat) {
      boolean isNews = beat.count() > view.beats(beat.run());
      return isNews ? tables.with(beat.run(), beat.count()) : tables;
    }
    if (event instanceof Event.RunHeld held) {
      return view.run(held.run()).map(run -> tables.with(run.held(held.reason()))).orElse(tables);
    }
    if (event instanceof Event.LimitReached limit) {
      return tables.withLimit(limit.agent(), limit(tables, limit));
    }
    if (event instanceof Event.LimitLifted lifted) {
      return tables.withoutLimit(lifted.agent());
    }
    throw notListed(event);
  }

  private static AccountLimit limit(LedgerTables tables, Event.LimitReached event) {
    AccountLimit last = tables.limits().get(event.agent());
    return last == null ? AccountLimit.first(event) : last.next(event);
  }

  /** Returns the exception for an event that no fold handles: it must not just vanish. */
  static IllegalStateException notListed(Event event) {
    return new IllegalStateException("EventFold does not handle " + event.getClass().getName());
  }

  private static VerdictRecord verdict(Event.GateJudged event) {
    return new VerdictRecord(
        event.tree(), event.gateKey(), event.green(), event.evidence(), event.millis(), event.at());
  }

  private static RunRecord run(Event.RunStarted event) {
    return new RunRecord(
        event.run(),
        event.target(),
        event.agent(),
        event.gate(),
        event.workers(),
        event.owner(),
        event.at(),
        null,
        "",
        null);
  }

  /** Returns the record of a run of which only its end is known. */
  private static RunRecord unannounced(Event.RunEnded event) {
    ProcessIdentity unknown = new ProcessIdentity("", "", 0, 0, "");
    return new RunRecord(
        event.run(), "", List.of(), List.of(), 0, unknown, event.at(), event.at(), "", null);
  }

  private static LedgerView applyToIssue(LedgerView view, Event.OfIssue event) {
    IssueRecord before = before(view, event);
    if (event instanceof Event.OfAttempt of) {
      checkHolder(before, of.issue(), of.attempt());
    }
    IssueChange change = IssueChange.to(before, event.at());
    if (event instanceof Event.AttemptClaimed claimed) {
      checkGoing(view, claimed);
      long token = view.nextToken();
      AttemptFold.claim(change, before, claimed, token);
      return view.with(change.record()).withNextToken(token + 1);
    }
    if (event instanceof Event.OfAttempt of) {
      AttemptFold.apply(change, of);
    } else if (event instanceof Event.OfPlan of) {
      PlanFold.apply(change, before, of);
    } else {
      applyOther(change, before, event);
    }
    LedgerView after = view.with(change.record());
    return event instanceof Event.IssueEnrolled enrolled ? remember(after, enrolled) : after;
  }

  /**
   * Checks that the run is not over; a run that was declared dead, but was only slow, gets no more
   * claims, whether it was announced or not.
   */
  private static void checkGoing(LedgerView view, Event.AttemptClaimed event) {
    RunRecord run = view.run(event.run()).orElse(null);
    if (run != null && run.endedAt() != null) {
      throw new IllegalTransitionException(
          event.issue(),
          LifecycleStatus.OPEN,
          LifecycleStatus.CLAIMED,
          event.run() + " is over (" + run.outcome() + ")");
    }
  }

  private static LedgerView remember(LedgerView view, Event.IssueEnrolled event) {
    String key = event.requestKey();
    return key == null
        ? view
        : view.with(view.tables().with(key, new SubmissionReceipt(event.issue(), event.at())));
  }

  private static IssueRecord before(LedgerView view, Event.OfIssue event) {
    boolean mayBegin =
        event instanceof Event.AttemptClaimed
            || event instanceof Event.IssueRested
            || event instanceof Event.IssueRetried
            || event instanceof Event.OfPlan;
    return mayBegin
        ? view.issue(event.issue()).orElseGet(() -> IssueChange.fresh(event.issue(), event.at()))
        : view.require(event.issue());
  }

  private static void checkHolder(IssueRecord record, IssueId issue, @Nullable AttemptId attempt) {
    AttemptId holder = record.claim() == null ? null : record.claim().attempt();
    if (!Objects.equals(holder, attempt)) {
      throw new IllegalTransitionException(
          issue,
          record.status(),
          record.status(),
          "attempt " + attempt + " no longer holds the claim (" + holder + " does)");
    }
  }

  static void checkIdle(IssueRecord record) {
    if (record.status().isActive()) {
      throw new IllegalTransitionException(
          record.id(),
          record.status(),
          LifecycleStatus.OPEN,
          "an attempt is running or waiting to land");
    }
  }

  private static void applyOther(IssueChange change, IssueRecord before, Event.OfIssue event) {
    if (event instanceof Event.IssueRested rested) {
      checkHolder(before, rested.issue(), rested.attempt());
      change.withdrawApproval();
      change.move(rested.next()).over(rested.reason(), rested.at());
      if (rested.next() == LifecycleStatus.DROPPED) {
        change.landedCommit = null;
        change.marked = false;
      }
    } else if (event instanceof Event.IssueMarked) {
      change.marked = true;
    } else if (event instanceof Event.LandingReceived received) {
      change.receivedCommit = received.commit();
    } else if (event instanceof Event.IssueRetried retried) {
      checkIdle(before);
      change.move(LifecycleStatus.OPEN).over("", retried.at());
      change.reopen();
      change.feedback = null;
    } else if (event instanceof Event.PhaseTimed timed) {
      change.time(timed.phase(), timed.millis());
    } else if (event instanceof Event.UsageReported reported) {
      change.spend(reported);
    } else if (event instanceof Event.FlakeSeen) {
      change.flakes++;
    } else if (event instanceof Event.CorrectionMade made) {
      change.correct(new Correction(made.attempt(), made.category(), made.text(), made.at()));
    } else {
      throw notListed(event);
    }
  }
}
