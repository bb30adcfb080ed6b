package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentSteps.StepOptions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Assigns an agent and a prompt template to each step of each attempt. Immutable; safe for use by
 * any number of threads.
 */
public final class Agents {
  private final AgentOptions options;
  private final String usual;
  private final Map<String, Agent> named;
  private final Map<String, Template> templates;

  /**
   * Creates the agents of one run.
   *
   * @param usual the agent for issues without a route; one of {@code named}
   * @param named every agent that {@code options} names, and the usual one
   * @param templates every template that {@code options} names, by its path
   */
  public Agents(
      AgentOptions options,
      String usual,
      Map<String, Agent> named,
      Map<String, Template> templates) {
    this.options = options;
    this.usual = usual;
    this.named = Map.copyOf(named);
    this.templates = Map.copyOf(templates);
  }

  /** Returns the usual agent. */
  public Agent usual() {
    return agent(usual);
  }

  /** Returns the name of the usual agent. */
  public String usualName() {
    return usual;
  }

  /** Returns the name of the agent that works attempt {@code number} at {@code issue}. */
  public String name(Issue issue, int number) {
    return options.routed(issue, number).orElse(usual);
  }

  /** Returns the name of the agent for step {@code kind} of attempt {@code number}. */
  public String name(StepKind kind, Issue issue, int number) {
    return step(kind).agent().orElseGet(() -> name(issue, number));
  }

  /** Returns the names of all agents that attempt {@code number} at {@code issue} may need. */
  public Set<String> names(Issue issue, int number) {
    return options.needed(issue, number, usual);
  }

  /** Returns what a person does to log the agent {@code name} in, as the end of a sentence. */
  public String logIn(String name) {
    return agent(name) instanceof CommandAgent program ? program.logIn() : AgentProfile.LOG_IN;
  }

  /** Returns {@code text} without the secrets of any agent. */
  public String redacted(String text) {
    String clean = text;
    for (Agent each : named.values()) {
      clean = each.redacted(clean);
    }
    return clean;
  }

  /** Tells whether there is such a step; {@link StepKind#IMPLEMENT} always exists. */
  public boolean has(StepKind kind) {
    return kind == StepKind.IMPLEMENT || configured(kind).isPresent();
  }

  /** Returns the agent for step {@code kind} of attempt {@code number} at {@code issue}. */
  public Agent of(StepKind kind, Issue issue, int number) {
    return agent(name(kind, issue, number));
  }

  /** Returns the template of that step's prompt; empty for the usual prompt. */
  public Optional<Template> template(StepKind kind) {
    return step(kind).prompt().map(path -> Objects.requireNonNull(templates.get(path), path));
  }

  private StepOptions step(StepKind kind) {
    return configured(kind).orElse(options.steps().implement());
  }

  private Optional<StepOptions> configured(StepKind kind) {
    return switch (kind) {
      case VALIDATE -> options.steps().validate();
      case IMPLEMENT -> Optional.of(options.steps().implement());
      case REPAIR -> options.steps().repair();
    };
  }

  private Agent agent(String name) {
    return Objects.requireNonNull(named.get(name), name);
  }
}
