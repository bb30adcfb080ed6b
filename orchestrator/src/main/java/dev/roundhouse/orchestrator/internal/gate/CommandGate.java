package dev.roundhouse.orchestrator.internal.gate;

import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.gate.Evidence;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.TestResults;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import dev.roundhouse.orchestrator.internal.process.OwnedProcess;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.internal.redaction.Redaction;
import dev.roundhouse.orchestrator.internal.resource.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A gate of one or more programs, run one after the other until one is not green: exit code 0 is
 * green and 1 to 127 red; a signal, the time limit or an unavailable resource gives no verdict.
 * Immutable; safe for use by any number of threads, each with a worktree and a log of its own.
 */
public final class CommandGate implements Gate {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int SIGNALLED = 128;

  private final List<GateProgram> programs;
  private final GateInputs conditions;
  private final Limits limits;
  private final ProcessRunner runner;
  private final RunToken token;

  /**
   * Creates a gate that runs {@code programs}, at least one.
   *
   * @param conditions the conditions it runs in
   * @param limits the limits on running and waiting
   * @param token marks its processes, so that they can be found after a crash
   */
  public CommandGate(
      List<GateProgram> programs,
      GateInputs conditions,
      Limits limits,
      ProcessRunner runner,
      String token) {
    if (programs.isEmpty()) {
      throw new IllegalArgumentException("a gate needs a program");
    }
    this.programs = List.copyOf(programs);
    this.conditions = conditions;
    this.limits = limits;
    this.runner = runner;
    this.token = new RunToken(token);
  }

  @Override
  public String display() {
    return programs.stream()
        .map(each -> each.program().display())
        .collect(Collectors.joining(", then "));
  }

  @Override
  public String key() {
    return conditions.key(programs);
  }

  @Override
  public boolean cacheable() {
    return !conditions.environment().differs();
  }

  @Override
  public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    ResultsFile.delete(log);
    for (GateProgram each : programs) {
      Verdict verdict = verdict(each, new Place(worktree, log), interrupted);
      if (!(verdict instanceof Verdict.Green)) {
        return verdict;
      }
    }
    return new Verdict.Green();
  }

  private Verdict verdict(GateProgram program, Place place, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    List<String> needs = program.command().needs();
    Optional<Resources.Lease> lease =
        limits.resources().lease(needs, limits.patience(), interrupted);
    if (lease.isEmpty()) {
      return interrupted.isDone()
          ? new Verdict.Interrupted()
          : Verdict.Undecided.forWantOf(
              name(program)
                  + " could not get "
                  + String.join(", ", needs)
                  + " within "
                  + DurationWord.of(limits.patience()));
    }
    try (Resources.Lease held = lease.get()) {
      announce(program, place.log());
      FileTime begun = now(place.log());
      ProcessEnding ending = run(program, place, interrupted);
      return verdict(program, place, ending, begun);
    }
  }

  /** Writes the name of the command that begins into the log, if there are several. */
  private void announce(GateProgram program, Path log) throws IOException {
    if (programs.size() > 1) {
      String line = "== " + program.command().display() + "\n";
      Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private ProcessEnding run(GateProgram program, Place place, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    OwnedProcess process =
        runner.launch(
            new ProcessRunner.Launch(
                program.program().in(place.worktree()),
                place.worktree(),
                token.in(conditions.environment().in(place.worktree())),
                null,
                place.log(),
                token.one()));
    return process.run(TimeLimits.of(timeout(program)), interrupted, GRACE);
  }

  private Duration timeout(GateProgram program) {
    return program.command().timeout().orElse(limits.timeout());
  }

  /** Returns the file system's current time, which file times can be compared with. */
  private static FileTime now(Path log) throws IOException {
    Path probe = log.resolveSibling(log.getFileName() + ".begun");
    Files.deleteIfExists(probe);
    Files.createFile(probe);
    try {
      return Files.getLastModifiedTime(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private Verdict verdict(GateProgram program, Place place, ProcessEnding ending, FileTime begun)
      throws IOException {
    if (ending instanceof ProcessEnding.TimedOut) {
      String reason = name(program) + " took longer than " + DurationWord.of(timeout(program));
      return new Verdict.Undecided(reason, LogTail.of(place.log()));
    }
    if (!(ending instanceof ProcessEnding.Exited exited)) {
      return new Verdict.Interrupted();
    }
    if (exited.code() == 0) {
      return new Verdict.Green();
    }
    String reason = name(program) + " exited with " + exited.code();
    return exited.code() < SIGNALLED
        ? new Verdict.Red(reason, evidence(program, place, begun))
        : new Verdict.Undecided(
            reason + ", which means that a signal ended it", LogTail.of(place.log()));
  }

  private Evidence evidence(GateProgram program, Place place, FileTime begun) throws IOException {
    TestResults results =
        JunitReports.read(
            place.worktree(),
            program.command().junit(),
            begun,
            text -> LogTail.clean(Redaction.redacted(text, conditions.environment().common())));
    if (results.red() > 0) {
      ResultsFile.write(place.log(), results);
    }
    return new Evidence(results, LogTail.of(place.log()));
  }

  private String name(GateProgram program) {
    return programs.size() == 1 && program.command().name().isEmpty()
        ? "the gate"
        : "the gate's " + program.command().display();
  }

  /**
   * The limits on a gate's running and waiting. Immutable.
   *
   * @param timeout the time limit of a command that has none of its own
   * @param resources the resources commands may need
   * @param patience the time a command waits for its resources
   */
  public record Limits(Duration timeout, Resources resources, Duration patience) {}

  /** The worktree and log of one judgement. */
  private record Place(Path worktree, Path log) {}
}
