package dev.roundhouse.orchestrator.internal.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks of several workers at once. */
class WorktreeHookTest {
  @TempDir Path directory;

  @Test
  void oneThatEndsLeavesAnotherThatBeganLaterAlone() throws Exception {
    Command command =
        new Command(List.of("/bin/sh", "-c", "touch begun; until [ -e go ]; do sleep 0.05; done"));
    WorktreeHook setup =
        new WorktreeHook(
            "setup",
            new Program(command, Path.of("/bin/sh")),
            new ProcessRunner(),
            SlotEnvironment.of(Map.of("PATH", Objects.requireNonNull(System.getenv("PATH")))),
            Patience.LIMIT,
            "token");
    Path one = Files.createDirectory(directory.resolve("one"));
    Path other = Files.createDirectory(directory.resolve("other"));
    CompletableFuture<Boolean> first = begin(setup, one);
    CompletableFuture<Boolean> second = begin(setup, other);

    Files.createFile(one.resolve("go"));
    boolean ended = Patience.result(first);
    Files.createFile(other.resolve("go"));

    assertThat(ended).isTrue();
    assertThat(Patience.result(second)).isTrue();
  }

  private CompletableFuture<Boolean> begin(WorktreeHook setup, Path place) {
    CompletableFuture<Boolean> done =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                Path log = directory.resolve(place.getFileName() + ".log");
                return setup.prepare(place, log, new CompletableFuture<>());
              } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
              }
            });
    Patience.await().until(() -> Files.exists(place.resolve("begun")));
    return done;
  }
}
