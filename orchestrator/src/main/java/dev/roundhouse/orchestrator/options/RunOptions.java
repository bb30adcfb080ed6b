package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.backlog.Goal;
import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.IssueId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every option of a run; each has a default. Immutable.
 *
 * @param backlog directories of issue files, relative to the checkout; empty for the usual ones
 * @param target the branch to land on; empty for the one checked out
 * @param workers the number of issues under way at once, 1 to 256
 * @param agent the command that works on an issue
 * @param gate the options for judging a candidate; without commands everything lands untested
 * @param setup a command run in each worktree before the agent
 * @param selection the selected issues
 * @param attempts the number of failures an issue may have before it rests, 1 to 100
 * @param timeout the time limit of one attempt's agent
 * @param gateTimeout the time limit of each of the gate's commands that has none of its own
 * @param worktrees the directory of the worktrees; empty for a folder beside the repository
 * @param agents the options for choosing, limiting and supplying agents
 * @param form the form in which finished work is handed over
 * @param disk the limits on disk space and on the age of files
 * @param resources the scarce resources and their users
 * @param goal a sprint or a plan to follow; empty for the whole backlog
 * @param landing the options for landing
 * @param order the options for the order of issues
 */
public record RunOptions(
    List<String> backlog,
    Optional<String> target,
    int workers,
    Optional<Command> agent,
    GateOptions gate,
    Optional<Command> setup,
    Selection selection,
    int attempts,
    Duration timeout,
    Duration gateTimeout,
    Optional<Path> worktrees,
    AgentOptions agents,
    DeliveryOptions form,
    DiskOptions disk,
    ResourceOptions resources,
    Optional<Goal> goal,
    LandingOptions landing,
    OrderOptions order) {
  /** The largest allowed number of workers. */
  public static final int MAX_WORKERS = 256;

  /** The largest allowed number of attempts. */
  public static final int MAX_ATTEMPTS = 100;

  /** The longest allowed time limit. */
  public static final Duration MAX_TIMEOUT = OptionValues.MAX_TIMEOUT;

  private static final RunOptions DEFAULT =
      new RunOptions(
          List.of(),
          Optional.empty(),
          2,
          Optional.empty(),
          GateOptions.NONE,
          Optional.empty(),
          Selection.all(),
          3,
          Duration.ofMinutes(45),
          Duration.ofMinutes(30),
          Optional.empty(),
          AgentOptions.DEFAULT,
          DeliveryOptions.DEFAULT,
          DiskOptions.DEFAULT,
          ResourceOptions.NONE,
          Optional.empty(),
          LandingOptions.DEFAULT,
          OrderOptions.DEFAULT);

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the option that is out of range
   */
  public RunOptions {
    backlog = List.copyOf(backlog);
    OptionValues.within("workers", workers, MAX_WORKERS);
    OptionValues.within("attempts", attempts, MAX_ATTEMPTS);
    OptionValues.timeLimit("timeout", timeout);
    OptionValues.timeLimit("gateTimeout", gateTimeout);
    if (selection.maxIssues() < 0) {
      throw new IllegalArgumentException("max-issues must be 1 or more, or 0 for no limit");
    }
  }

  /** Returns the defaults: two workers, three attempts, 45 minutes an attempt and 30 a gate. */
  public static RunOptions defaults() {
    return DEFAULT;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return DEFAULT.toBuilder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder();
  }

  /**
   * Returns the same options for {@code issue} and no other, whatever they select, and one attempt.
   */
  public RunOptions onlyFor(IssueId issue) {
    return new RunOptions(
        backlog,
        target,
        1,
        agent,
        gate,
        setup,
        Selection.all().within(Set.of(issue)),
        1,
        timeout,
        gateTimeout,
        worktrees,
        agents,
        form,
        disk,
        resources,
        Optional.empty(),
        landing,
        order);
  }

  /** Collects options one by one. For one thread at a time. */
  public final class Builder {
    private List<String> backlog = RunOptions.this.backlog;
    private Optional<String> target = RunOptions.this.target;
    private int workers = RunOptions.this.workers;
    private Optional<Command> agent = RunOptions.this.agent;
    private Optional<Command> setup = RunOptions.this.setup;
    private Selection selection = RunOptions.this.selection;
    private int attempts = RunOptions.this.attempts;
    private Duration timeout = RunOptions.this.timeout;
    private Duration gateTimeout = RunOptions.this.gateTimeout;
    private Optional<Path> worktrees = RunOptions.this.worktrees;
    private GateOptions gate = RunOptions.this.gate;
    private AgentOptions agents = RunOptions.this.agents;
    private DeliveryOptions form = RunOptions.this.form;
    private DiskOptions disk = RunOptions.this.disk;
    private ResourceOptions resources = RunOptions.this.resources;
    private Optional<Goal> goal = RunOptions.this.goal;
    private LandingOptions landing = RunOptions.this.landing;
    private OrderOptions order = RunOptions.this.order;

    private Builder() {}

    /** Sets the directories of issue files. */
    public Builder backlog(List<String> directories) {
      backlog = directories;
      return this;
    }

    /** Sets the branch to land on. */
    public Builder target(String branch) {
      target = Optional.of(branch);
      return this;
    }

    /** Sets the number of issues under way at once. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /** Sets the agent's command. */
    public Builder agent(Command command) {
      agent = Optional.of(command);
      return this;
    }

    /** Removes the agent's command. */
    public Builder withoutAgent() {
      agent = Optional.empty();
      return this;
    }

    /** Sets the command that prepares a worktree. */
    public Builder setup(Command command) {
      setup = Optional.of(command);
      return this;
    }

    /** Sets the selected issues. */
    public Builder selection(Selection chosen) {
      selection = chosen;
      return this;
    }

    /** Sets the number of failures an issue may have. */
    public Builder attempts(int count) {
      attempts = count;
      return this;
    }

    /** Sets the time limit of one attempt. */
    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    /** Sets the time limit of one gate. */
    public Builder gateTimeout(Duration limit) {
      gateTimeout = limit;
      return this;
    }

    /** Sets the directory of the worktrees. */
    public Builder worktrees(Path directory) {
      worktrees = Optional.of(directory);
      return this;
    }

    /** Sets the gate's only command. */
    public Builder gate(Command command) {
      return gate(gate.commands(List.of(GateCommand.of(command))));
    }

    /** Sets the options for judging candidates. */
    public Builder gate(GateOptions chosen) {
      gate = chosen;
      return this;
    }

    /** Returns the options for judging candidates so far. */
    public GateOptions gate() {
      return gate;
    }

    /** Sets the options for agents. */
    public Builder agents(AgentOptions chosen) {
      agents = chosen;
      return this;
    }

    /** Sets the form in which finished work is handed over. */
    public Builder form(DeliveryOptions chosen) {
      form = chosen;
      return this;
    }

    /** Returns the form in which finished work is handed over so far. */
    public DeliveryOptions form() {
      return form;
    }

    /** Sets the scarce resources and their users. */
    public Builder resources(ResourceOptions chosen) {
      resources = chosen;
      return this;
    }

    /** Returns the scarce resources and their users so far. */
    public ResourceOptions resources() {
      return resources;
    }

    /** Sets the sprint or the plan to follow. */
    public Builder goal(Goal chosen) {
      goal = Optional.of(chosen);
      return this;
    }

    /** Returns the options for agents so far. */
    public AgentOptions agents() {
      return agents;
    }

    /** Sets the limits on disk space and on the age of files. */
    public Builder disk(DiskOptions chosen) {
      disk = chosen;
      return this;
    }

    /** Returns the limits on disk space and on the age of files so far. */
    public DiskOptions disk() {
      return disk;
    }

    /** Sets the options for landing. */
    public Builder landing(LandingOptions chosen) {
      landing = chosen;
      return this;
    }

    /** Returns the options for landing so far. */
    public LandingOptions landing() {
      return landing;
    }

    /** Sets the options for the order of issues. */
    public Builder order(OrderOptions chosen) {
      order = chosen;
      return this;
    }

    /** Returns the options for the order of issues so far. */
    public OrderOptions order() {
      return order;
    }

    /**
     * Returns the options so far.
     *
     * @throws IllegalArgumentException naming the option that is out of range
     */
    public RunOptions build() {
      return new RunOptions(
          backlog,
          target,
          workers,
          agent,
          gate,
          setup,
          selection,
          attempts,
          timeout,
          gateTimeout,
          worktrees,
          agents,
          form,
          disk,
          resources,
          goal,
          landing,
          order);
    }
  }
}
