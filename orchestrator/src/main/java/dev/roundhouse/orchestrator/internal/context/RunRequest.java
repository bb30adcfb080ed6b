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
 * Everything an orchestrator was asked for. Immutable; its parts are safe for use by any number of
 * threads.
 *
 * @param directory a directory inside the repository, absolute
 * @param options what is asked for
 * @param listener hears what happens
 * @param clock the source of time
 * @param environment what agents and gates inherit, and git takes a name to commit in from
 * @param stop ends a run early
 * @param steps is told of each step that a crash may follow
 * @param freeSpace tells how full disks are
 * @param backlog where issues come from, or null for Markdown files in the checkout
 * @param agent who works on issues, or null for the command in the options
 * @param gate who judges candidates, or null for the commands in the options
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

  /** Returns one for the repository that {@code directory} is in, with all defaults. */
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

  /** Returns the same with other options. */
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

  /** Returns the same with another source of time. */
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

  /** Returns the same with another stop signal and listener. */
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
