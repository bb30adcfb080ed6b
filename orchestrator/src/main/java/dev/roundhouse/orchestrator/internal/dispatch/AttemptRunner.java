package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.internal.agent.Agents;
import dev.roundhouse.orchestrator.internal.attempt.Attempt;
import dev.roundhouse.orchestrator.internal.attempt.WorktreeProvisioner;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.resource.IssueLeases;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Works claimed issues, each in the worktree slot it is given.
 *
 * @param context the run
 * @param agents the agents
 * @param supplies provides the worktrees
 * @param leases the resources taken for an issue, released when its attempt is over
 */
public record AttemptRunner(
    RunContext context, Agents agents, WorktreeProvisioner supplies, IssueLeases leases) {
  DispatcherMessage.WorkEnded work(
      Issue issue, AttemptId attempt, int number, String slotName, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    try {
      Worktree slot = context.pool().slot(slotName);
      Attempt work = new Attempt(context, agents, supplies, issue, attempt, number, stop);
      Optional<FinishedWork> finished = work.work(slot);
      return new DispatcherMessage.WorkEnded(issue.id(), slotName, finished, work.left().isDone());
    } finally {
      leases.release(issue.id());
    }
  }
}
