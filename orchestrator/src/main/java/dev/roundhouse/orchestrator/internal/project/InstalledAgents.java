package dev.roundhouse.orchestrator.internal.project;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.internal.agent.AgentSandbox;
import dev.roundhouse.orchestrator.internal.agent.SandboxTrial;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import dev.roundhouse.orchestrator.internal.process.OwnedProcess;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds coding-agent programs on PATH. Immutable.
 *
 * @param directory the directory that relative entries of PATH start from
 * @param environment the environment with PATH
 */
public record InstalledAgents(Path directory, Map<String, String> environment) {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Pattern VERSION = Pattern.compile("\\b(\\d+\\.\\d+(?:\\.\\d+)*)\\b");

  /** Returns the names of the profiles whose programs exist, in the order of the profiles. */
  public List<String> names() {
    return AgentProfile.programs().stream()
        .map(AgentProfile::name)
        .filter(each -> program(each).isPresent())
        .toList();
  }

  /**
   * Returns those of {@code names} whose programs have a sandbox that works on this machine.
   *
   * @throws IOException if no file for the output of a trial can be written
   */
  public List<String> sandboxed(List<String> names) throws IOException, InterruptedException {
    SandboxTrial trial = new SandboxTrial(directory, environment);
    List<String> working = new ArrayList<>();
    for (String each : names) {
      Optional<AgentSandbox> sandbox = AgentProfile.find(each).flatMap(AgentProfile::sandbox);
      if (sandbox.isPresent() && trial.failure(sandbox.get(), each).isEmpty()) {
        working.add(each);
      }
    }
    return List.copyOf(working);
  }

  private Optional<Path> program(String name) {
    return new Command(List.of(name)).resolve(directory, environment);
  }

  /**
   * Returns the version that the program prints within a few seconds; empty if it prints none.
   *
   * @param name its name or path
   * @throws IOException if no file for its output can be written
   */
  public Optional<String> version(String name) throws IOException, InterruptedException {
    Optional<Path> program = program(name);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path scratch = Files.createTempDirectory("roundhouse-version-");
    try {
      Path log = scratch.resolve("version.log");
      OwnedProcess process =
          new ProcessRunner()
              .launch(
                  new ProcessRunner.Launch(
                      new Command(List.of(program.get().toString(), "--version")),
                      scratch,
                      environment,
                      null,
                      log,
                      UUID.randomUUID().toString()));
      process.run(TimeLimits.of(LIMIT), new CompletableFuture<>(), GRACE);
      Matcher printed = VERSION.matcher(LogTail.of(log));
      return printed.find() ? Optional.of(printed.group(1)) : Optional.empty();
    } finally {
      Directories.deleteTree(scratch);
    }
  }
}
