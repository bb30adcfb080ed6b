package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.issue.Issue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options for choosing, limiting and supplying agents. Immutable.
 *
 * @param directory the directory of agent scripts, relative to the checkout
 * @param routes the routes from issues to agents, of which the first that matches counts; otherwise
 *     the run's own agent
 * @param forms the agents, each by its words on one line, that are to be run as a profile, or as
 *     plain commands, whatever the words look like
 * @param steps the steps besides the plain work
 * @param limits the limits on issues of a kind under way at once
 * @param idleTimeout the time an agent may go without output, or unlimited
 * @param issueTimeout the time agents may spend on one issue, over all its attempts, or unlimited
 * @param backoff the waiting time of an issue after a failure of its agent
 * @param accountHold the time for which an agent whose account was refused gets no more work
 * @param budget the limits on agents' usage
 * @param environment the names of variables that children get besides the usual ones, {@code *} at
 *     an end for any; empty for all that do not look like a secret
 * @param copied files of the checkout that are copied into each worktree agents work in; empty for
 *     those that {@code .worktreeinclude} names
 * @param linked files or directories of the checkout that each worktree agents work in has a
 *     symbolic link to
 * @param teardown a command run in each worktree after the agent
 * @param setupTimeout the time limit of the command before the agent
 * @param teardownTimeout the time limit of the command after it
 * @param followUps what happens to the issues that agents file
 * @param permissions what agents may do on this machine
 */
public record AgentOptions(
    String directory,
    List<Route> routes,
    Map<String, Form> forms,
    AgentSteps steps,
    Limits limits,
    Optional<Duration> idleTimeout,
    Optional<Duration> issueTimeout,
    Backoff backoff,
    AccountHold accountHold,
    Budget budget,
    Optional<List<String>> environment,
    Optional<List<String>> copied,
    List<String> linked,
    Optional<Command> teardown,
    Duration setupTimeout,
    Duration teardownTimeout,
    FollowUps followUps,
    Permissions permissions) {
  /**
   * The defaults: scripts in {@code .roundhouse/agents}, one step, no limits, and agents that may
   * do what the user may do.
   */
  public static final AgentOptions DEFAULT =
      new AgentOptions(
          ".roundhouse/agents",
          List.of(),
          Map.of(),
          AgentSteps.NONE,
          Limits.NONE,
          Optional.empty(),
          Optional.empty(),
          Backoff.DEFAULT,
          AccountHold.DEFAULT,
          Budget.UNLIMITED,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          FollowUps.HOLD,
          Permissions.UNRESTRICTED);

  /** The ways to treat issues that agents file while they work. */
  public enum FollowUps {
    /** They are worked on like any other. */
    OPEN,
    /** They wait for a person's approval. */
    HOLD,
    /** They are ignored. */
    OFF;

    /**
     * Returns the constant with the word {@code word}.
     *
     * @throws IllegalArgumentException if there is none; the message names the known ones
     */
    public static FollowUps of(String word) {
      return OptionValues.choice(FollowUps.class, "followUps", word);
    }
  }

  /** The permissions of agents on this machine. */
  public enum Permissions {
    /** Each agent runs in the sandbox of its own program; one that has none is refused. */
    SANDBOXED,
    /** Profiles skip their program's questions: agents may do what the user may do. */
    UNRESTRICTED;

    /**
     * Returns the constant with the word {@code word}.
     *
     * @throws IllegalArgumentException if there is none; the message names the known ones
     */
    public static Permissions of(String word) {
      return OptionValues.choice(Permissions.class, "permissions", word);
    }
  }

  /** The ways to run an agent other than by what its words look like. */
  public enum Form {
    /** A profile: the first word is its name, the others are options that follow its own. */
    PROFILE,
    /** A command, run as it stands. */
    COMMAND
  }

  /** Copies the lists. */
  public AgentOptions {
    routes = List.copyOf(routes);
    forms = Map.copyOf(forms);
    environment = environment.map(List::copyOf);
    copied = copied.map(List::copyOf);
    linked = List.copyOf(linked);
  }

  /**
   * Returns the agent that a route names for attempt {@code number} at {@code issue}, if one does.
   */
  public Optional<String> routed(Issue issue, int number) {
    return routes.stream()
        .filter(route -> route.leads(issue, number))
        .map(Route::agent)
        .findFirst();
  }

  /**
   * Returns the names of all agents that attempt {@code number} at {@code issue} may need.
   *
   * @param usual the agent for issues without a route
   */
  public Set<String> needed(Issue issue, int number, String usual) {
    String own = routed(issue, number).orElse(usual);
    return Stream.of(
            steps.validate().stream(), Stream.of(steps.implement()), steps.repair().stream())
        .flatMap(each -> each)
        .map(step -> step.agent().orElse(own))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder();
  }

  /** Collects options one by one. For one thread at a time. */
  public final class Builder {
    private String directory = AgentOptions.this.directory;
    private List<Route> routes = AgentOptions.this.routes;
    private Map<String, Form> forms = AgentOptions.this.forms;
    private AgentSteps steps = AgentOptions.this.steps;
    private Limits limits = AgentOptions.this.limits;
    private Optional<Duration> idleTimeout = AgentOptions.this.idleTimeout;
    private Optional<Duration> issueTimeout = AgentOptions.this.issueTimeout;
    private Backoff backoff = AgentOptions.this.backoff;
    private AccountHold accountHold = AgentOptions.this.accountHold;
    private Budget budget = AgentOptions.this.budget;
    private Optional<List<String>> environment = AgentOptions.this.environment;
    private Optional<List<String>> copied = AgentOptions.this.copied;
    private List<String> linked = AgentOptions.this.linked;
    private Optional<Command> teardown = AgentOptions.this.teardown;
    private Duration setupTimeout = AgentOptions.this.setupTimeout;
    private Duration teardownTimeout = AgentOptions.this.teardownTimeout;
    private FollowUps followUps = AgentOptions.this.followUps;
    private Permissions permissions = AgentOptions.this.permissions;

    private Builder() {}

    /** Sets the directory of agent scripts. */
    public Builder directory(String path) {
      directory = path;
      return this;
    }

    /** Sets the routes from issues to agents. */
    public Builder routes(List<Route> chosen) {
      routes = chosen;
      return this;
    }

    /**
     * Sets the form of the agent that {@code command} is.
     *
     * @throws IllegalArgumentException if it has the other form already
     */
    public Builder form(Command command, Form form) {
      Map<String, Form> all = new TreeMap<>(forms);
      Form before = all.put(command.display(), form);
      if (before != null && before != form) {
        throw new IllegalArgumentException(
            "'" + command.display() + "' is given as a profile and as a plain command");
      }
      forms = all;
      return this;
    }

    /** Sets the steps of an attempt. */
    public Builder steps(AgentSteps chosen) {
      steps = chosen;
      return this;
    }

    /** Sets the limits on issues of a kind under way at once. */
    public Builder limits(Limits chosen) {
      limits = chosen;
      return this;
    }

    /** Sets the time an agent may go without output. */
    public Builder idleTimeout(Duration limit) {
      idleTimeout = Optional.of(limit);
      return this;
    }

    /** Sets the time agents may spend on one issue. */
    public Builder issueTimeout(Duration limit) {
      issueTimeout = Optional.of(limit);
      return this;
    }

    /** Sets the waiting time of an issue after a failure. */
    public Builder backoff(Backoff chosen) {
      backoff = chosen;
      return this;
    }

    /** Sets the time for which an agent whose account was refused gets no more work. */
    public Builder accountHold(AccountHold chosen) {
      accountHold = chosen;
      return this;
    }

    /** Sets the limits on agents' usage. */
    public Builder budget(Budget chosen) {
      budget = chosen;
      return this;
    }

    /** Sets the variables that children get besides the usual ones. */
    public Builder environment(List<String> names) {
      environment = Optional.of(names);
      return this;
    }

    /** Sets the time limit of the command before the agent. */
    public Builder setupTimeout(Duration limit) {
      setupTimeout = limit;
      return this;
    }

    /** Sets the time limit of the command after the agent. */
    public Builder teardownTimeout(Duration limit) {
      teardownTimeout = limit;
      return this;
    }

    /** Sets what happens to the issues that agents file. */
    public Builder followUps(FollowUps chosen) {
      followUps = chosen;
      return this;
    }

    /** Sets what agents may do on this machine. */
    public Builder permissions(Permissions chosen) {
      permissions = chosen;
      return this;
    }

    /** Sets the files that are copied into worktrees. */
    public Builder copied(List<String> paths) {
      copied = Optional.of(paths);
      return this;
    }

    /** Sets the files and directories that worktrees link to. */
    public Builder linked(List<String> paths) {
      linked = paths;
      return this;
    }

    /** Sets the command run after an agent. */
    public Builder teardown(Command command) {
      teardown = Optional.of(command);
      return this;
    }

    /** Returns the options so far. */
    public AgentOptions build() {
      return new AgentOptions(
          directory,
          routes,
          forms,
          steps,
          limits,
          idleTimeout,
          issueTimeout,
          backoff,
          accountHold,
          budget,
          environment,
          copied,
          linked,
          teardown,
          setupTimeout,
          teardownTimeout,
          followUps,
          permissions);
    }
  }
}
