package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.branch.Remote;
import dev.roundhouse.orchestrator.internal.git.branch.WorkBranch;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts candidates on separate branches instead of landing them, and pushes these if configured. For
 * one thread at a time.
 */
final class BranchPublisher {
  private final RunContext context;
  private final Optional<String> remote;
  private final boolean tested;

  BranchPublisher(RunContext context, boolean tested) {
    this.context = context;
    this.tested = tested;
    this.remote = context.options().form().push();
  }

  /** Puts {@code candidate} on its branch; the intention to do so is already durable. */
  LandingResult leave(FinishedWork work, Candidate candidate)
      throws IOException, InterruptedException {
    IssueId issue = work.issue().id();
    Optional<String> branch =
        new WorkBranch(context.repository(), issue, work.number()).leave(candidate.commit());
    if (branch.isEmpty()) {
      String why = "branches with that name exist and were not created by Roundhouse";
      return foreign(
          work, "cannot leave it on " + WorkBranch.FOLDER + "/" + issue.key() + ": " + why);
    }
    context.done(Checkpoint.LEFT);
    if (remote.isPresent()) {
      Optional<Remote.Refusal> refusal =
          new Remote(context.repository(), remote.get()).push(branch.get(), candidate.commit());
      if (refusal.isPresent()) {
        return refused(work, refusal.get());
      }
      context.done(Checkpoint.PUSHED);
    }
    return left(work, branch.get(), candidate.commit().name());
  }

  private LandingResult left(FinishedWork work, String branch, String commit) throws IOException {
    IssueId issue = work.issue().id();
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            new Event.IssueBranched(
                issue, work.attempt(), branch, commit, remote.orElse(null), now));
    context.done(Checkpoint.BRANCHED);
    context.publisher().publish(new RunEvent.Branched(issue, branch, commit, remote, tested));
    return new LandingResult.Returned();
  }

  private LandingResult refused(FinishedWork work, Remote.Refusal refusal) throws IOException {
    return switch (refusal.kind()) {
      case FOREIGN -> foreign(work, refusal.reason());
      case REFUSED -> rest(work, LifecycleStatus.REJECTED, refusal.reason());
      case OUT_OF_REACH -> {
        abandon(work, refusal.reason());
        yield new LandingResult.Held(refusal.reason() + "; fix that, then run again");
      }
    };
  }

  private LandingResult foreign(FinishedWork work, String reason) throws IOException {
    String hint = reason + "; merge or delete that branch, then 'retry'";
    return rest(work, LifecycleStatus.CONFLICTED, hint);
  }

  private LandingResult rest(FinishedWork work, LifecycleStatus as, String reason)
      throws IOException {
    abandon(work, reason);
    IssueId issue = work.issue().id();
    Instant now = context.clock().instant();
    context.ledger().commit(new Event.IssueRested(issue, work.attempt(), as, reason, now));
    context.publisher().publish(new RunEvent.Returned(issue, as, reason, ""));
    return new LandingResult.Returned();
  }

  private void abandon(FinishedWork work, String reason) throws IOException {
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(new Event.LandingAbandoned(work.issue().id(), work.attempt(), reason, now));
  }
}
