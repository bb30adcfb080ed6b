package dev.roundhouse.orchestrator.internal.recovery;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records in the ledger the landings that a person removed from the target and went on without.
 * Those it does not know yet, as after a crash, are found from the refs each time. For one thread,
 * which holds the run lock.
 */
public final class DroppedLandings {
  private final RunContext context;

  public DroppedLandings(RunContext context) {
    this.context = context;
  }

  /** Records those that still count as landed. */
  public void record() throws IOException {
    for (LandingCommit each : LandingCommit.dropped(context.repository())) {
      Optional<IssueId> issue = each.issue();
      if (issue.isPresent()) {
        Instant now = context.clock().instant();
        context.ledger().commit(view -> dropped(view, issue.get(), each, now));
      }
    }
  }

  private static List<Event> dropped(
      LedgerView view, IssueId issue, LandingCommit landing, Instant now) {
    boolean counts =
        view.issue(issue)
            .filter(record -> record.status() == LifecycleStatus.LANDED)
            .map(IssueRecord::landedCommit)
            .filter(landing.commit().name()::equals)
            .isPresent();
    String reason =
        "it landed as " + landing.commit().name() + ", and was removed from the target again";
    return counts
        ? List.of(new Event.IssueRested(issue, null, LifecycleStatus.DROPPED, reason, now))
        : List.of();
  }
}
