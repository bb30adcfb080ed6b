package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything an orchestrator is asked to do. Immutable; its parts are safe for use by any number of
 * threads.
 *
 * @param directory a directory inside the repository, absolute
 * @param options the options
 * @param listener receives events
 * @param clock the source of time
 * @param environment the environment that agents and gates inherit, and from which git takes the
 *     name for commits
 * @param stop ends a run early
 * @param steps receives each step that a crash may follow
 * @param freeSpace measures free disk space
 * @param backlog the source of issues, or null for Markdown files in the checkout
 * @param agent the agent that works on issues, or null for the command in the options
 * @param gate the gate that judges candidates, or null for the commands in the options
 */
public record RunRequest(
    Path directory,
    RunOptions options,
    RunListener listener,
    InstantSource clock,
    Map<String, String> environment,
    StopSignal stop,
    Consumer<Checkpoint> steps,
    FreeSpace freeSpace,
    @Nullable Backlog backlog,
    @Nullable Agent agent,
    @Nullable Gate gate) {
  /** Copies the environment. */
  public RunRequest {
    environment = Map.copyOf(environment);
  }

  /** Returns a builder for the repository that contains {@code directory}, with all defaults. */
  public static Builder builder(Path directory) {
    return new Builder(directory.toAbsolutePath().normalize());
  }

  /** Returns a request for the repository that contains {@code directory}, with all defaults. */
  public static RunRequest at(Path directory) {
    return builder(directory).build();
  }

  /** Returns the same request with other options. */
  public RunRequest with(RunOptions chosen) {
    return toBuilder().options(chosen).build();
  }

  /** Returns the same request with another source of time. */
  public RunRequest with(InstantSource time) {
    return toBuilder().clock(time).build();
  }

  /** Returns the same request with another stop signal and listener. */
  public RunRequest with(StopSignal signal, RunListener receiver) {
    return toBuilder().stop(signal).listener(receiver).build();
  }

  private Builder toBuilder() {
    Builder builder = new Builder(directory);
    builder.options = options;
    builder.listener = listener;
    builder.clock = clock;
    builder.environment = environment;
    builder.stop = stop;
    builder.steps = steps;
    builder.freeSpace = freeSpace;
    builder.backlog = backlog;
    builder.agent = agent;
    builder.gate = gate;
    return builder;
  }

  /** Collects the parts of a {@link RunRequest}. For one thread at a time. */
  public static final class Builder {
    private final Path directory;
    private RunOptions options = RunOptions.defaults();
    private RunListener listener = RunListener.silent();
    private InstantSource clock = InstantSource.system();
    private Map<String, String> environment = System.getenv();
    private StopSignal stop = new StopSignal();
    private Consumer<Checkpoint> steps = step -> {};
    private FreeSpace freeSpace = FreeSpace.ofFileStore();
    private @Nullable Backlog backlog;
    private @Nullable Agent agent;
    private @Nullable Gate gate;

    private Builder(Path directory) {
      this.directory = directory;
    }

    /** Sets the options. */
    public Builder options(RunOptions chosen) {
      options = chosen;
      return this;
    }

    /** Sets the listener. */
    public Builder listener(RunListener chosen) {
      listener = chosen;
      return this;
    }

    /** Sets the source of time. */
    public Builder clock(InstantSource chosen) {
      clock = chosen;
      return this;
    }

    /** Sets the environment. */
    public Builder environment(Map<String, String> chosen) {
      environment = chosen;
      return this;
    }

    /** Sets the signal that ends the run early. */
    public Builder stop(StopSignal chosen) {
      stop = chosen;
      return this;
    }

    /** Sets the receiver of each step that a crash may follow. */
    public Builder steps(Consumer<Checkpoint> chosen) {
      steps = chosen;
      return this;
    }

    /** Sets the measure of free disk space. */
    public Builder freeSpace(FreeSpace chosen) {
      freeSpace = chosen;
      return this;
    }

    /** Sets the source of issues. */
    public Builder backlog(Backlog chosen) {
      backlog = chosen;
      return this;
    }

    /** Sets the agent. */
    public Builder agent(Agent chosen) {
      agent = chosen;
      return this;
    }

    /** Sets the gate. */
    public Builder gate(Gate chosen) {
      gate = chosen;
      return this;
    }

    /** Returns the request. */
    public RunRequest build() {
      return new RunRequest(
          directory,
          options,
          listener,
          clock,
          environment,
          stop,
          steps,
          freeSpace,
          backlog,
          agent,
          gate);
    }
  }
}
