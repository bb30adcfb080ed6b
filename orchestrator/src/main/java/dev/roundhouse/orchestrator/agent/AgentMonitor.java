package dev.roundhouse.orchestrator.agent;

import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.Usage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The run's side of an agent at work. Safe for use by any number of threads. */
public interface AgentMonitor {
  /**
   * Records that {@code process} is about to start; durable when this returns, so that after a
   * crash the process can be found and ended. Must be called before the process does anything. An
   * agent that works inside this process does not call it.
   *
   * @throws IOException if it could not be recorded; the process must not start
   */
  void starting(ProcessIdentity process) throws IOException;

  /**
   * Notes that an agent inside this process is at work: it is idle if it does not call this again
   * within the idle limit. An agent that never calls this has no such limit. For an agent that is a
   * process its output counts, and this does nothing.
   */
  default void active() {}

  /**
   * Receives what the agent has used so far, as often as it likes while it works; it may have to
   * stop for that. For an agent that is a process its output counts.
   */
  default void used(Usage soFar) {}

  /** Passes on a line about the agent that people should see; empty lines are ignored. */
  default void noted(String line) {}

  /** Receives the report that the agent has printed about itself, once it has ended. */
  default void reported(AgentReport report) {}

  /**
   * Returns a future that completes when the agent must stop at once: the run is interrupted, the
   * issue is cancelled, the agent's time is up, or it has used more than the budget allows.
   */
  CompletableFuture<Void> interrupted();
}
