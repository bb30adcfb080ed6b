package dev.roundhouse.orchestrator.gate;

import dev.roundhouse.orchestrator.process.LogTail;
import dev.roundhouse.orchestrator.process.OwnedProcess;
import dev.roundhouse.orchestrator.process.ProcessEnding;
import dev.roundhouse.orchestrator.process.ProcessRunner;
import dev.roundhouse.orchestrator.process.Program;
import dev.roundhouse.orchestrator.process.TimeLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A gate that is a program: exit code 0 is green, 1 to 127 red, a signal or the time limit no
 * verdict. Safe for use by any number of threads.
 */
public final class CommandGate implements Gate {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int SIGNALLED = 128;

  private final Program program;
  private final ProcessRunner runner;
  private final Map<String, String> environment;
  private final Duration timeout;
  private final String token;

  /**
   * A gate that runs {@code program}.
   *
   * @param environment its whole environment
   * @param timeout how long it may take
   * @param token marks its processes, so that they can be found after a crash
   */
  public CommandGate(
      Program program,
      ProcessRunner runner,
      Map<String, String> environment,
      Duration timeout,
      String token) {
    this.program = program;
    this.runner = runner;
    this.environment = Map.copyOf(environment);
    this.timeout = timeout;
    this.token = token;
  }

  @Override
  public String display() {
    return program.display();
  }

  @Override
  public String key() {
    return program.fingerprint();
  }

  @Override
  public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    OwnedProcess process =
        runner.launch(
            new ProcessRunner.Launch(
                program.in(worktree), worktree, environment, null, log, token));
    ProcessEnding ending = process.run(TimeLimits.of(timeout), interrupted, GRACE);
    if (ending instanceof ProcessEnding.Exited exited) {
      return verdict(exited.code(), log);
    }
    return ending instanceof ProcessEnding.TimedOut
        ? new Verdict.Undecided("the gate took longer than " + timeout, LogTail.of(log))
        : new Verdict.Interrupted();
  }

  private static Verdict verdict(int code, Path log) throws IOException {
    if (code == 0) {
      return new Verdict.Green();
    }
    String reason = "the gate exited with " + code;
    return code < SIGNALLED
        ? new Verdict.Red(reason, LogTail.of(log))
        : new Verdict.Undecided(reason + ", as after a signal", LogTail.of(log));
  }
}
