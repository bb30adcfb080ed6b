package dev.roundhouse.orchestrator.agent;

import dev.roundhouse.orchestrator.internal.redaction.Redaction;
import java.io.IOException;
import java.util.Map;

/**
 * Works on one issue per call, in a worktree it is given; called by several workers at once, so an
 * implementation must be safe for use by several threads.
 *
 * <p>The changes it leaves in the worktree, committed or not, are its work; nothing it says counts
 * as work.
 *
 * <p>An agent set with {@code Orchestrator.Builder.agent} works on a thread of its own per attempt.
 * When its time is up, or the run is interrupted, {@link AgentMonitor#interrupted()} completes, and
 * a second later that thread is interrupted. If it has not ended ten seconds after the first, the
 * attempt is over without it, and its worktree is not used again while that thread is alive.
 */
public interface Agent {
  /** Returns a description of the agent for people, on one line. */
  String display();

  /**
   * Returns {@code text} without anything that must not be kept: what looks like a secret, and the
   * agent's own secrets.
   */
  default String redacted(String text) {
    return Redaction.redacted(text, Map.of());
  }

  /**
   * Works until it is done, its time is up, or {@link AgentMonitor#interrupted()} completes; by the
   * time this returns, no process of the agent writes to the worktree any more.
   *
   * @param agentRequest the issue and the place to work
   * @param monitor the monitor to notify before the work begins
   * @return the way the work ended
   * @throws IOException if the agent could not be run at all: this does not count as a failure of
   *     the issue, and the run ends with it. Any other exception or error is a failure of the
   *     attempt
   * @throws InterruptedException if the calling thread was interrupted; the work has been ended
   */
  AgentEnding work(AgentRequest agentRequest, AgentMonitor monitor)
      throws IOException, InterruptedException;
}
