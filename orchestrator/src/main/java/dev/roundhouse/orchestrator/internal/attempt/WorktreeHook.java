package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import dev.roundhouse.orchestrator.internal.process.OwnedProcess;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Prepares a worktree for an agent, or cleans up after it, with a command of the user's. A failure
 * is one of the environment, never the issue's. Safe for use by any number of threads.
 */
public final class WorktreeHook {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String name;
  private final Program program;
  private final ProcessRunner runner;
  private final SlotEnvironment environment;
  private final Duration timeout;
  private final RunToken token;

  /**
   * Creates a hook that runs {@code program} once in each worktree.
   *
   * @param name the hook's name in messages
   * @param environment its environment
   * @param timeout its time limit
   * @param token marks its processes, so that they can be found after a crash
   */
  public WorktreeHook(
      String name,
      Program program,
      ProcessRunner runner,
      SlotEnvironment environment,
      Duration timeout,
      String token) {
    this.name = name;
    this.program = program;
    this.runner = runner;
    this.environment = environment;
    this.timeout = timeout;
    this.token = new RunToken(token);
  }

  /**
   * Prepares {@code worktree}; returns false if it was interrupted.
   *
   * @throws IOException if the command failed; the message says where its output is
   */
  boolean prepare(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    Map<String, String> all = token.in(environment.in(worktree));
    OwnedProcess process =
        runner.launch(
            new ProcessRunner.Launch(program.in(worktree), worktree, all, null, log, token.one()));
    ProcessEnding ending = process.run(TimeLimits.of(timeout), interrupted, GRACE);
    if (ending instanceof ProcessEnding.TimedOut) {
      throw failed("took longer than " + DurationWord.of(timeout), log);
    }
    return ending instanceof ProcessEnding.Exited exited && succeeded(exited.code(), log);
  }

  private boolean succeeded(int code, Path log) throws IOException {
    if (code != 0) {
      throw failed("exited with " + code, log);
    }
    return true;
  }

  private IOException failed(String how, Path log) throws IOException {
    return new IOException(
        name
            + " "
            + program.display()
            + " "
            + how
            + "; its output is in "
            + log
            + "\n"
            + LogTail.of(log).strip());
  }
}
