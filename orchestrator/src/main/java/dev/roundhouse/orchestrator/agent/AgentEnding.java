package dev.roundhouse.orchestrator.agent;

import java.time.Duration;

/** The ways an agent's work on one attempt can end. Immutable. */
public sealed interface AgentEnding {
  /**
   * The agent ended by itself.
   *
   * @param code 0 if it considers its work complete
   */
  record Exited(int code) implements AgentEnding {}

  /**
   * The agent was ended because its time was up.
   *
   * @param limit the time it had
   */
  record TimedOut(Duration limit) implements AgentEnding {}

  /**
   * The agent was ended because it printed nothing for too long.
   *
   * @param limit the longest time it may print nothing
   */
  record Idle(Duration limit) implements AgentEnding {}

  /**
   * The agent could not do its work.
   *
   * @param reason the reason, on one line
   */
  record Failed(String reason) implements AgentEnding {}

  /** The agent was ended because the run was interrupted. */
  record Interrupted() implements AgentEnding {}
}
