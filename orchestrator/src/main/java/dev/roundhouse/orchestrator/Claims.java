package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.work.RunContext;
import java.util.List;
import java.util.Optional;

/** Claims issues in one step of the ledger, which nobody can get between. Pure. */
final class Claims {
  private Claims() {}

  /** The event that claims {@code issue}, or none if it is no longer free. */
  static List<Event> claim(
      LedgerView view,
      IssueId issue,
      AttemptId attempt,
      RunContext context,
      WorkerId worker,
      String slot) {
    Optional<IssueRecord> record = view.issue(issue);
    LifecycleStatus status = record.map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
    if (status != LifecycleStatus.OPEN && status != LifecycleStatus.RETRY_WAIT) {
      return List.of();
    }
    int number = record.map(IssueRecord::attempts).orElse(0) + 1;
    return List.of(
        new Event.AttemptClaimed(
            issue, attempt, number, context.run(), worker, slot, context.clock().instant()));
  }

  /** The number of {@code attempt}, if it is the one that holds {@code issue}. */
  static Optional<Integer> number(LedgerView view, IssueId issue, AttemptId attempt) {
    return view.issue(issue)
        .filter(record -> record.claim() != null && record.claim().attempt().equals(attempt))
        .map(IssueRecord::attempts);
  }
}
