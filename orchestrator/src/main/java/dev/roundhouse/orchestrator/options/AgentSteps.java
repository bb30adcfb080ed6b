package dev.roundhouse.orchestrator.options;

import java.util.Optional;

/**
 * The steps of an attempt besides the plain work. Immutable.
 *
 * @param validate checks the issue first, if there is such a step
 * @param implement does the work
 * @param repair does the work after a red gate or a conflict; without it {@code implement} does
 */
public record AgentSteps(
    Optional<StepOptions> validate, StepOptions implement, Optional<StepOptions> repair) {
  /** The plain work alone, by the run's agent, with the usual prompt. */
  public static final AgentSteps NONE =
      new AgentSteps(Optional.empty(), StepOptions.NONE, Optional.empty());

  /**
   * One step.
   *
   * @param agent its agent's name or command line, or empty for the issue's own agent
   * @param prompt the template of its prompt, a file in the checkout, or empty for the usual one
   */
  public record StepOptions(Optional<String> agent, Optional<String> prompt) {
    /** A step by the issue's own agent, with the usual prompt. */
    public static final StepOptions NONE = new StepOptions(Optional.empty(), Optional.empty());
  }
}
