package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.IssueStopRequest;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.options.Backoff;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Counts a failed attempt: the issue goes back for another, or rests once it has used up its
 * failures. Safe for use by any number of threads.
 */
public final class FailureRecorder {
  private final RunContext context;

  /** Creates a recorder for the failures of one run. */
  public FailureRecorder(RunContext context) {
    this.context = context;
  }

  /**
   * Records the failure; durable when it returns.
   *
   * @param rest the status of the issue if it may not be tried again
   * @param reason one line
   * @param evidence the evidence, possibly empty
   * @throws IOException if it could not be recorded
   */
  public void record(
      IssueId issue, AttemptId attempt, LifecycleStatus rest, String reason, String evidence)
      throws IOException {
    Instant now = context.clock().instant();
    LedgerView view =
        context
            .ledger()
            .commit(
                seen ->
                    List.of(
                        new Event.AttemptFailed(
                            issue,
                            attempt,
                            reason,
                            evidence,
                            next(seen, issue, rest),
                            rest,
                            notBefore(seen, issue, rest, now),
                            now)));
    Optional<IssueRecord> record = view.issue(issue);
    LifecycleStatus next = record.map(IssueRecord::status).orElse(rest);
    Optional<Instant> notBefore = record.map(IssueRecord::notBefore);
    context.publisher().publish(new RunEvent.Returned(issue, next, reason, evidence, notBefore));
  }

  /**
   * Returns the earliest time of the next attempt, or null for at once, as after a conflict or a
   * red gate: circumstances have changed since.
   */
  private @Nullable Instant notBefore(
      LedgerView view, IssueId issue, LifecycleStatus rest, Instant now) {
    Backoff backoff = context.options().agents().backoff();
    if (rest != LifecycleStatus.FAILED || backoff.first().isZero()) {
      return null;
    }
    int before = view.issue(issue).map(IssueRecord::failures).orElse(0);
    return now.plus(backoff.after(before + 1, ThreadLocalRandom.current().nextDouble()));
  }

  private LifecycleStatus next(LedgerView view, IssueId issue, LifecycleStatus rest) {
    Optional<IssueStopRequest> stopRequest = view.stopWanted(issue);
    if (stopRequest.isPresent()) {
      return stopRequest.get().next();
    }
    int before = view.issue(issue).map(IssueRecord::failures).orElse(0);
    return before + 1 >= context.options().attempts() ? rest : LifecycleStatus.RETRY_WAIT;
  }
}
