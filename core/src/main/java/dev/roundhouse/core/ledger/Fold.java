package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies one event to a view: the meaning of every event. Pure. */
final class Fold {
  private Fold() {}

  static LedgerView apply(LedgerView view, Event event) {
    if (event instanceof Event.OfIssue of) {
      return applyToIssue(view, of);
    }
    if (event instanceof Event.RunStarted started) {
      return view.with(run(started));
    }
    if (event instanceof Event.RunEnded ended) {
      return view.run(ended.run())
          .map(run -> view.with(run.over(ended.outcome(), ended.at())))
          .orElse(view);
    }
    if (event instanceof Event.GateJudged judged) {
      return view.with(
          new VerdictRecord(
              judged.tree(),
              judged.gateKey(),
              judged.green(),
              judged.evidence(),
              judged.millis(),
              judged.at()));
    }
    return event instanceof Event.UnknownEvent ? view.withUnknown() : view;
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
        "");
  }

  private static LedgerView applyToIssue(LedgerView view, Event.OfIssue event) {
    IssueRecord before = before(view, event);
    if (event instanceof Event.OfAttempt of) {
      checkHolder(before, of.issue(), of.attempt());
    }
    IssueChange change = IssueChange.to(before, event.at());
    if (event instanceof Event.AttemptClaimed claimed) {
      long token = view.nextToken();
      claim(change, before, claimed, token);
      return view.with(change.record()).withNextToken(token + 1);
    }
    if (event instanceof Event.OfAttempt of) {
      applyAttempt(change, of);
    } else {
      applyOther(change, before, event);
    }
    return view.with(change.record());
  }

  private static IssueRecord before(LedgerView view, Event.OfIssue event) {
    boolean mayBegin =
        event instanceof Event.AttemptClaimed
            || event instanceof Event.IssueRested
            || event instanceof Event.IssueRetried;
    return view.issue(event.issue())
        .orElseGet(
            () -> {
              if (mayBegin) {
                return IssueChange.fresh(event.issue(), event.at());
              }
              throw new IssueNotFoundException(event.issue());
            });
  }

  private static void checkHolder(IssueRecord record, IssueId issue, @Nullable AttemptId attempt) {
    AttemptId holder = record.claim() == null ? null : record.claim().attempt();
    if (!Objects.equals(holder, attempt)) {
      throw new IllegalTransitionException(
          issue,
          record.status(),
          record.status(),
          "attempt " + attempt + " no longer holds it (" + holder + " does)");
    }
  }

  private static void checkIdle(IssueRecord record) {
    if (record.status().isActive()) {
      throw new IllegalTransitionException(
          record.id(), record.status(), LifecycleStatus.OPEN, "an attempt at it is under way");
    }
  }

  private static void claim(
      IssueChange change, IssueRecord before, Event.AttemptClaimed event, long token) {
    change.move(LifecycleStatus.CLAIMED);
    if (event.number() != before.attempts() + 1) {
      throw new StaleVersionException(event.issue(), event.number() - 1L, before.attempts());
    }
    change.claim(
        new Claim(event.run(), event.worker(), event.attempt(), token, event.slot(), event.at()),
        new AttemptSummary(event.attempt(), event.number(), event.run(), event.at(), null, "", ""));
  }

  private static void applyAttempt(IssueChange change, Event.OfAttempt event) {
    AttemptWork work = change.work == null ? AttemptWork.NONE : change.work;
    if (event instanceof Event.AgentStarted started) {
      change.move(LifecycleStatus.WORKING).work = work.started(started);
      change.startedAt = started.at();
    } else if (event instanceof Event.AttemptEnded ended) {
      change.move(LifecycleStatus.CANDIDATE).work = work.ended(ended);
    } else if (event instanceof Event.AttemptReleased released) {
      change.move(LifecycleStatus.OPEN).over(released.reason(), released.at());
    } else if (event instanceof Event.AttemptFailed failed) {
      change.move(failed.next()).over(failed.reason(), failed.at());
      change.evidence = failed.evidence();
      change.failures++;
    } else {
      applyLanding(change, work, event);
    }
  }

  private static void applyLanding(IssueChange change, AttemptWork work, Event.OfAttempt event) {
    if (event instanceof Event.CandidateBuilt built) {
      change.work = work.built(built);
    } else if (event instanceof Event.LandingIntended intended) {
      change.move(LifecycleStatus.LANDING).work = work.intended(intended);
    } else if (event instanceof Event.LandingAbandoned abandoned) {
      change.move(LifecycleStatus.CANDIDATE).reason = abandoned.reason();
    } else if (event instanceof Event.IssueLanded landed) {
      change.move(LifecycleStatus.LANDED).over("", landed.at());
      change.landedCommit = landed.commit();
      change.marked = landed.marked();
    }
  }

  private static void applyOther(IssueChange change, IssueRecord before, Event.OfIssue event) {
    if (event instanceof Event.IssueRested rested) {
      checkHolder(before, rested.issue(), rested.attempt());
      change.move(rested.next()).over(rested.reason(), rested.at());
    } else if (event instanceof Event.IssueMarked) {
      change.marked = true;
    } else if (event instanceof Event.IssueRetried retried) {
      checkIdle(before);
      change.move(LifecycleStatus.OPEN).over("", retried.at());
      change.failures = 0;
    } else if (event instanceof Event.PhaseTimed timed) {
      change.time(timed.phase(), timed.millis());
    }
  }
}
