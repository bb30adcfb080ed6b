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

  /** Returns a request for the repository that contains {@code directory}, with all defaults. */
  public static RunRequest at(Path directory) {
    return new RunRequest(
        directory.toAbsolutePath().normalize(),
        RunOptions.defaults(),
        RunListener.silent(),
        InstantSource.system(),
        System.getenv(),
        new StopSignal(),
        step -> {},
        FreeSpace.ofFileStore(),
        null,
        null,
        null);
  }

  /** Returns the same request with other options. */
  public RunRequest with(RunOptions chosen) {
    return new RunRequest(
        directory,
        chosen,
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

  /** Returns the same request with another source of time. */
  public RunRequest with(InstantSource time) {
    return new RunRequest(
        directory,
        options,
        listener,
        time,
        environment,
        stop,
        steps,
        freeSpace,
        backlog,
        agent,
        gate);
  }

  /** Returns the same request with another stop signal and listener. */
  public RunRequest with(StopSignal signal, RunListener ear) {
    return new RunRequest(
        directory,
        options,
        ear,
        clock,
        environment,
        signal,
        steps,
        freeSpace,
        backlog,
        agent,
        gate);
  }
}
