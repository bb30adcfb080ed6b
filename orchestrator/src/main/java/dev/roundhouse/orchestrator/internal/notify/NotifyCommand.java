package dev.roundhouse.orchestrator.internal.notify;

import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.internal.process.OwnedProcess;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A command that is run for each message, which it gets on standard input. It ends within its time
 * limit, with everything it has started.
 */
final class NotifyCommand implements Recipient {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Program program;
  private final Duration limit;
  private final Place place;

  /**
   * Where commands run.
   *
   * @param directory their working directory
   * @param logs the directory of their output and input
   * @param environment their environment
   * @param token marks their processes
   */
  record Place(Path directory, Path logs, Map<String, String> environment, RunToken token) {}

  NotifyCommand(Program program, Duration limit, Place place) {
    this.program = program;
    this.limit = limit;
    this.place = place;
  }

  @Override
  public String name() {
    return program.display();
  }

  @Override
  public void deliver(Message message, CompletableFuture<Void> stop)
      throws UndeliveredException, InterruptedException {
    try {
      Files.createDirectories(place.logs());
      Path input = Files.createTempFile(place.logs(), "notify-", ".json");
      try {
        Files.writeString(input, message.json() + "\n");
        check(run(message, input, stop));
      } finally {
        Files.deleteIfExists(input);
      }
    } catch (IOException failed) {
      throw new UndeliveredException(
          "it cannot be run: " + FileErrors.describe(failed), false); // as again it could not
    }
  }

  private ProcessEnding run(Message message, Path input, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(place.token().in(place.environment()));
    environment.putAll(message.variables());
    OwnedProcess process =
        new ProcessRunner()
            .launch(
                new ProcessRunner.Launch(
                    program.in(place.directory()),
                    place.directory(),
                    environment,
                    input,
                    log(),
                    place.token().one()));
    return process.run(TimeLimits.of(limit), stop, GRACE);
  }

  private Path log() {
    return place.logs().resolve("notify.log");
  }

  private void check(ProcessEnding ending) throws UndeliveredException {
    if (ending instanceof ProcessEnding.Interrupted) {
      throw new UndeliveredException("it was still running when the run ended", false);
    }
    if (!(ending instanceof ProcessEnding.Exited exited)) {
      String late = "it took longer than " + DurationWord.of(limit) + " and was ended";
      throw new UndeliveredException(late, false);
    }
    if (exited.code() != 0) {
      throw new UndeliveredException(
          "it exited with " + exited.code() + "; its output is in " + log(), false);
    }
  }
}
