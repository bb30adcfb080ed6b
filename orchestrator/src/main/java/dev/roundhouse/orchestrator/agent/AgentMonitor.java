package dev.roundhouse.orchestrator.agent;

import dev.roundhouse.core.ledger.ProcessStamp;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The run's side of an agent at work. Safe for use by any number of threads. */
public interface AgentMonitor {
  /**
   * Records that {@code process} is about to begin; durable when it returns, so that after a crash
   * the process can be found and ended. To be called before the process does anything.
   *
   * @throws IOException if it could not be recorded; the process must not begin
   */
  void starting(ProcessStamp process) throws IOException;

  /** Hears what the agent has printed of itself, once it has ended. */
  default void reported(AgentReport report) {}

  /** Completes when the agent is to stop at once. */
  CompletableFuture<Void> interrupted();
}
