package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.git.Worktree;
import dev.roundhouse.orchestrator.work.Attempt;
import dev.roundhouse.orchestrator.work.FinishedWork;
import dev.roundhouse.orchestrator.work.RunContext;
import dev.roundhouse.orchestrator.work.Setup;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Works claimed issues, each in the worktree slot it is given.
 *
 * @param context the run
 * @param agent who works
 * @param setup what prepares a worktree, or null
 */
record Workshop(RunContext context, Agent agent, @Nullable Setup setup) {
  Optional<FinishedWork> work(
      Issue issue, AttemptId attempt, int number, String slotName, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    Worktree slot = context.pool().slot(slotName);
    return new Attempt(context, agent, setup, issue, attempt, number, stop).work(slot);
  }
}
