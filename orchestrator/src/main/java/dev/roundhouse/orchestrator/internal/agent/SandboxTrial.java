package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import dev.roundhouse.orchestrator.internal.process.OwnedProcess;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
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

/**
 * Tries whether an agent's sandbox works on this machine, in a directory of its own; asks no model.
 * Immutable.
 *
 * @param directory the directory that relative entries of PATH start from
 * @param environment the environment of the trial, with PATH
 */
public record SandboxTrial(Path directory, Map<String, String> environment) {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * Returns the reason for which the sandbox does not work, on one line; empty if it does.
   *
   * @param program the name or path of the agent's program
   * @throws IOException if no file for the output can be written
   */
  public Optional<String> failure(AgentSandbox sandbox, String program)
      throws IOException, InterruptedException {
    Optional<String> first = Optional.empty();
    for (AgentSandbox.Trial each : sandbox.trials()) {
      Optional<String> failure = failure(each, program);
      if (failure.isEmpty()) {
        return failure;
      }
      first = first.or(() -> failure);
    }
    return first;
  }

  private Optional<String> failure(AgentSandbox.Trial trial, String program)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(trial.words());
    if (words.get(0).isEmpty()) {
      words.set(0, program);
    }
    List<String> needed = new ArrayList<>(trial.programs());
    needed.add(0, words.get(0));
    List<String> missing = needed.stream().filter(each -> find(each).isEmpty()).toList();
    if (!missing.isEmpty()) {
      return Optional.of("not found: " + String.join(", ", missing));
    }
    words.set(0, find(words.get(0)).orElseThrow().toString());
    return run(words);
  }

  private Optional<Path> find(String program) {
    return new Command(List.of(program)).resolve(directory, environment);
  }

  private Optional<String> run(List<String> words) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("roundhouse-sandbox-");
    try {
      Path log = scratch.resolve("trial.log");
      OwnedProcess process =
          new ProcessRunner()
              .launch(
                  new ProcessRunner.Launch(
                      new Command(words),
                      scratch,
                      environment,
                      null,
                      log,
                      UUID.randomUUID().toString()));
      ProcessEnding ending = process.run(TimeLimits.of(LIMIT), new CompletableFuture<>(), GRACE);
      if (ending.equals(new ProcessEnding.Exited(0))) {
        return Optional.empty();
      }
      String said = LogTail.lastLine(LogTail.of(log));
      return Optional.of(said.isEmpty() ? "its trial failed without a word" : said);
    } finally {
      Directories.deleteTree(scratch);
    }
  }
}
