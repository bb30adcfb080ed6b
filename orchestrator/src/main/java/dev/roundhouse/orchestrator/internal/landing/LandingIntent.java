package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.StopRequest;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The step after which landings can no longer be called off: it is taken in one with looking
 * whether somebody has called one off, or has not approved it yet. For one thread at a time.
 */
final class LandingIntent {
  private final RunContext context;

  LandingIntent(RunContext context) {
    this.context = context;
  }

  /**
   * Makes the intention to land all of {@code entrants} durable; or, where a person wants otherwise
   * of some, what came of these, and then none is to land.
   */
  Map<FinishedWork, LandingResult> declare(List<LandingEntry> entrants) throws IOException {
    Instant now = context.clock().instant();
    List<FinishedWork> works = entrants.stream().map(LandingEntry::work).toList();
    LedgerView after =
        context
            .ledger()
            .commit(
                view -> {
                  List<Event> wished = wished(view, works, now);
                  return wished.isEmpty() ? intended(entrants, now) : wished;
                });
    return results(after, works);
  }

  private List<Event> intended(List<LandingEntry> entrants, Instant now) {
    return entrants.stream()
        .<Event>map(
            each ->
                new Event.LandingIntended(
                    each.work().issue().id(),
                    each.work().attempt(),
                    context.target().branch(),
                    each.candidate().tip().name(),
                    each.candidate().commit().name(),
                    each.candidate().marked(),
                    now))
        .toList();
  }

  /** Ends work that a person has called off. */
  LandingResult settle(FinishedWork work) throws IOException {
    Instant now = context.clock().instant();
    LedgerView after = context.ledger().commit(view -> wished(view, List.of(work), now));
    return results(after, List.of(work)).getOrDefault(work, new LandingResult.Returned());
  }

  private Map<FinishedWork, LandingResult> results(LedgerView after, List<FinishedWork> works) {
    Map<FinishedWork, LandingResult> results = new LinkedHashMap<>();
    for (FinishedWork work : works) {
      IssueRecord record = after.issue(work.issue().id()).orElseThrow();
      LifecycleStatus status = record.status();
      if (status != LifecycleStatus.LANDING && status != LifecycleStatus.CANDIDATE) {
        results.put(work, result(status));
        context.publisher().tell(new RunEvent.Returned(record.id(), status, record.reason(), ""));
      }
    }
    return results;
  }

  private static LandingResult result(LifecycleStatus status) {
    return status == LifecycleStatus.AWAITING_APPROVAL
        ? new LandingResult.AwaitsApproval()
        : new LandingResult.Returned();
  }

  private static List<Event> wished(LedgerView view, List<FinishedWork> works, Instant now) {
    List<Event> wished = new ArrayList<>();
    for (FinishedWork work : works) {
      IssueId issue = work.issue().id();
      StopRequest stop = view.stopWanted(issue).orElse(null);
      if (stop != null) {
        wished.add(new Event.IssueRested(issue, work.attempt(), stop.next(), stop.reason(), now));
      } else if (view.issue(issue).filter(LandingIntent::isHeld).isPresent()) {
        wished.add(new Event.CandidateHeld(issue, work.attempt(), now));
      }
    }
    return wished;
  }

  private static boolean isHeld(IssueRecord record) {
    return record.wishes().approval() != null;
  }
}
