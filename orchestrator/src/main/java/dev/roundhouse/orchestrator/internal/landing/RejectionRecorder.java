package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.attempt.FailureRecorder;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/** Records that work cannot land as it is, with the evidence. For one thread at a time. */
final class RejectionRecorder {
  private final RunContext context;

  RejectionRecorder(RunContext context) {
    this.context = context;
  }

  /** Sends back {@code work}, which is {@code item} in {@code line}. */
  void send(FinishedWork work, QueueItem item, QueueState line) throws IOException {
    if (item.candidate().isPresent()) {
      rejected(work, line.of(item.candidate().get().tree()).objection());
    } else if (item.built() instanceof Built.Conflicting conflict) {
      String paths = String.join(", ", conflict.paths());
      String reason = "conflicts with what landed before, in " + paths;
      failed(work, LifecycleStatus.CONFLICTED, reason, conflict.evidence());
    } else {
      unchanged(work);
    }
  }

  /**
   * Records that {@code work} has irrecoverably lost objects: it is done again, and this is not a
   * failure.
   */
  LandingResult vanished(FinishedWork work) throws IOException, InterruptedException {
    dropBroken(work);
    IssueId issue = work.issue().id();
    String reason =
        "objects of its work were deleted by a 'git gc --prune=now' or 'git prune' before it could"
            + " land";
    Instant now = context.clock().instant();
    context.ledger().commit(new Event.AttemptReleased(issue, work.attempt(), reason, now));
    context.publisher().warn(issue + " starts over: " + reason);
    return new LandingResult.Returned();
  }

  /** Drops refs on incomplete commits, which would stop every later git gc. */
  private void dropBroken(FinishedWork work) throws IOException, InterruptedException {
    Repository repository = context.repository();
    ObjectId tip = context.target().tip();
    String prefix = KeptWork.refs(work.issue().id(), work.number());
    for (Map.Entry<String, ObjectId> each : repository.refs().below(prefix).entrySet()) {
      if (!repository.isWhole(List.of(each.getValue()), tip)) {
        repository.refs().delete(each.getKey());
      }
    }
  }

  private void rejected(FinishedWork work, Verdict objection) throws IOException {
    if (objection instanceof Verdict.Red red) {
      failed(work, LifecycleStatus.REJECTED, red.reason(), red.evidence());
    } else if (objection instanceof Verdict.Undecided undecided) {
      failed(work, LifecycleStatus.FAILED, undecided.reason(), undecided.evidence());
    }
  }

  private void failed(FinishedWork work, LifecycleStatus rest, String reason, String evidence)
      throws IOException {
    new FailureRecorder(context).record(work.issue().id(), work.attempt(), rest, reason, evidence);
  }

  private void unchanged(FinishedWork work) throws IOException {
    String reason = context.target().branch() + " already has its changes";
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            new Event.IssueRested(
                work.issue().id(), work.attempt(), LifecycleStatus.NO_CHANGE, reason, now));
    context
        .publisher()
        .publish(new RunEvent.Returned(work.issue().id(), LifecycleStatus.NO_CHANGE, reason, ""));
  }
}
