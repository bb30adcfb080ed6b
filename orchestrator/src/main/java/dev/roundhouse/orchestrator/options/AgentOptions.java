package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.issue.Issue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How agents are chosen, limited and supplied. Immutable.
 *
 * @param directory where agent scripts are discovered, relative to the checkout
 * @param routes which agent works which issues, the first that leads; else the run's own agent
 * @param steps the steps beside the plain work
 * @param limits how many of a kind are worked at once
 * @param idleTimeout how long an agent may print nothing, or for ever
 * @param issueTimeout how long agents may work on one issue, over all its attempts, or for ever
 * @param backoff how long an issue waits after a failure of its agent
 * @param budget how much agents may use up
 * @param environment the names of variables that children get beside the usual ones, {@code *} at
 *     an end for any; empty for all that do not look like a secret
 * @param copied files of the checkout that are copied into each worktree
 * @param linked files or directories of the checkout that each worktree has a symbolic link to
 * @param teardown a command run in each worktree after the agent
 * @param setupTimeout how long the command before the agent may take
 * @param teardownTimeout how long the command after it may take
 */
public record AgentOptions(
    String directory,
    List<Route> routes,
    AgentSteps steps,
    Limits limits,
    Optional<Duration> idleTimeout,
    Optional<Duration> issueTimeout,
    Backoff backoff,
    Budget budget,
    Optional<List<String>> environment,
    List<String> copied,
    List<String> linked,
    Optional<Command> teardown,
    Duration setupTimeout,
    Duration teardownTimeout) {
  /** Scripts in {@code .roundhouse/agents}, one step, no limits. */
  public static final AgentOptions DEFAULT =
      new AgentOptions(
          ".roundhouse/agents",
          List.of(),
          AgentSteps.NONE,
          Limits.NONE,
          Optional.empty(),
          Optional.empty(),
          Backoff.DEFAULT,
          Budget.UNLIMITED,
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Duration.ofMinutes(30),
          Duration.ofMinutes(30));

  /** Copies the lists. */
  public AgentOptions {
    routes = List.copyOf(routes);
    environment = environment.map(List::copyOf);
    copied = List.copyOf(copied);
    linked = List.copyOf(linked);
  }

  /** The agent that a route names for attempt {@code number} at {@code issue}, if one does. */
  public Optional<String> routed(Issue issue, int number) {
    return routes.stream()
        .filter(route -> route.leads(issue, number))
        .map(Route::agent)
        .findFirst();
  }

  /** A builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder();
  }

  /** Collects options one by one. For one thread at a time. */
  public final class Builder {
    private String directory = AgentOptions.this.directory;
    private List<Route> routes = AgentOptions.this.routes;
    private AgentSteps steps = AgentOptions.this.steps;
    private Limits limits = AgentOptions.this.limits;
    private Optional<Duration> idleTimeout = AgentOptions.this.idleTimeout;
    private Optional<Duration> issueTimeout = AgentOptions.this.issueTimeout;
    private Backoff backoff = AgentOptions.this.backoff;
    private Budget budget = AgentOptions.this.budget;
    private Optional<List<String>> environment = AgentOptions.this.environment;
    private List<String> copied = AgentOptions.this.copied;
    private List<String> linked = AgentOptions.this.linked;
    private Optional<Command> teardown = AgentOptions.this.teardown;
    private Duration setupTimeout = AgentOptions.this.setupTimeout;
    private Duration teardownTimeout = AgentOptions.this.teardownTimeout;

    private Builder() {}

    /** Sets where scripts are discovered. */
    public Builder directory(String path) {
      directory = path;
      return this;
    }

    /** Sets which agent works which issues. */
    public Builder routes(List<Route> chosen) {
      routes = chosen;
      return this;
    }

    /** Sets the steps of an attempt. */
    public Builder steps(AgentSteps chosen) {
      steps = chosen;
      return this;
    }

    /** Sets how many of a kind are worked at once. */
    public Builder limits(Limits chosen) {
      limits = chosen;
      return this;
    }

    /** Sets how long an agent may print nothing. */
    public Builder idleTimeout(Duration limit) {
      idleTimeout = Optional.of(limit);
      return this;
    }

    /** Sets how long agents may work on one issue. */
    public Builder issueTimeout(Duration limit) {
      issueTimeout = Optional.of(limit);
      return this;
    }

    /** Sets how long an issue waits after a failure. */
    public Builder backoff(Backoff chosen) {
      backoff = chosen;
      return this;
    }

    /** Sets how much agents may use up. */
    public Builder budget(Budget chosen) {
      budget = chosen;
      return this;
    }

    /** Sets which variables children get beside the usual ones. */
    public Builder environment(List<String> names) {
      environment = Optional.of(names);
      return this;
    }

    /** Sets how long the command before the agent may take. */
    public Builder setupTimeout(Duration limit) {
      setupTimeout = limit;
      return this;
    }

    /** Sets how long the command after the agent may take. */
    public Builder teardownTimeout(Duration limit) {
      teardownTimeout = limit;
      return this;
    }

    /** Sets what is copied into worktrees. */
    public Builder copied(List<String> paths) {
      copied = paths;
      return this;
    }

    /** Sets what worktrees link to. */
    public Builder linked(List<String> paths) {
      linked = paths;
      return this;
    }

    /** Sets the command run after an agent. */
    public Builder teardown(Command command) {
      teardown = Optional.of(command);
      return this;
    }

    /** The options so far. */
    public AgentOptions build() {
      return new AgentOptions(
          directory,
          routes,
          steps,
          limits,
          idleTimeout,
          issueTimeout,
          backoff,
          budget,
          environment,
          copied,
          linked,
          teardown,
          setupTimeout,
          teardownTimeout);
    }
  }
}
