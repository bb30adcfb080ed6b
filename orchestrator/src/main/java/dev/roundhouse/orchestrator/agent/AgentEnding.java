package dev.roundhouse.orchestrator.agent;

import java.time.Duration;

/** How an agent's work on one attempt ended. Immutable. */
public sealed interface AgentEnding {
  /**
   * It ended by itself.
   *
   * @param code 0 if it holds its work to be complete
   */
  record Exited(int code) implements AgentEnding {}

  /**
   * It was ended because its time was up.
   *
   * @param limit the time it had
   */
  record TimedOut(Duration limit) implements AgentEnding {}

  /**
   * It was ended because it printed nothing for too long.
   *
   * @param limit how long it may print nothing
   */
  record Idle(Duration limit) implements AgentEnding {}

  /** It was ended because the run was interrupted. */
  record Interrupted() implements AgentEnding {}
}
