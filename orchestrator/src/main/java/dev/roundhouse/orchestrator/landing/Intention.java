package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.StopRequest;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.work.FinishedWork;
import dev.roundhouse.orchestrator.work.RunContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The step after which a landing can no longer be called off: it is taken in one with looking
 * whether somebody has called it off, or has not approved it yet. For one thread at a time.
 */
final class Intention {
  private final RunContext context;

  Intention(RunContext context) {
    this.context = context;
  }

  /** Makes the intention durable; or, where a person wants otherwise, what came of that. */
  Optional<LandingResult> declare(FinishedWork work, Candidate candidate) throws IOException {
    Instant now = context.clock().instant();
    Event intended =
        new Event.LandingIntended(
            work.issue().id(),
            work.attempt(),
            context.target().branch(),
            candidate.tip().name(),
            candidate.commit().name(),
            candidate.marked(),
            now);
    LifecycleStatus status =
        commit(work, view -> wished(view, work, now).orElse(List.of(intended)));
    return status == LifecycleStatus.LANDING ? Optional.empty() : Optional.of(result(status));
  }

  /** Ends work that a person has called off. */
  LandingResult settle(FinishedWork work) throws IOException {
    Instant now = context.clock().instant();
    return result(commit(work, view -> wished(view, work, now).orElse(List.of())));
  }

  private static LandingResult result(LifecycleStatus status) {
    return status == LifecycleStatus.AWAITING_APPROVAL
        ? new LandingResult.AwaitsApproval()
        : new LandingResult.Returned();
  }

  private LifecycleStatus commit(FinishedWork work, Function<LedgerView, List<Event>> decide)
      throws IOException {
    IssueId issue = work.issue().id();
    IssueRecord after = context.ledger().commit(decide).issue(issue).orElseThrow();
    if (after.status() != LifecycleStatus.LANDING) {
      context.bulletin().tell(new RunEvent.Returned(issue, after.status(), after.reason(), ""));
    }
    return after.status();
  }

  private static Optional<List<Event>> wished(LedgerView view, FinishedWork work, Instant now) {
    IssueId issue = work.issue().id();
    Optional<StopRequest> stop = view.stopWanted(issue);
    if (stop.isPresent()) {
      return Optional.of(
          List.of(
              new Event.IssueRested(
                  issue, work.attempt(), stop.get().next(), stop.get().reason(), now)));
    }
    boolean held =
        view.issue(issue).filter(record -> record.wishes().approval() != null).isPresent();
    return held
        ? Optional.of(List.of(new Event.CandidateHeld(issue, work.attempt(), now)))
        : Optional.empty();
  }
}
