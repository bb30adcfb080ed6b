package dev.roundhouse.orchestrator.agent;

import dev.roundhouse.orchestrator.internal.redaction.Secrets;
import java.io.IOException;
import java.util.Map;

/**
 * Works on one issue at a time per call, in a worktree it is given; called by several workers at
 * once, so an implementation must be safe for use by several threads.
 *
 * <p>What it leaves in the worktree, committed or not, is what it did; nothing it says counts as
 * work.
 */
public interface Agent {
  /** The agent as a person reads it, on one line. */
  String display();

  /** {@code text} without what must not be kept: what looks like a secret, and its own secrets. */
  default String redacted(String text) {
    return Secrets.redacted(text, Map.of());
  }

  /**
   * Works until it is done, its time is up, or {@link AgentMonitor#interrupted()} completes; by the
   * time this returns, nothing of it writes to the worktree any more.
   *
   * @param agentRequest what to work on and where
   * @param monitor to be told before the work begins
   * @return how the work ended
   * @throws IOException if the agent could not be run at all, which is no failure of the issue
   * @throws InterruptedException if the calling thread was interrupted; the work has been ended
   */
  AgentEnding work(AgentRequest agentRequest, AgentMonitor monitor)
      throws IOException, InterruptedException;
}
