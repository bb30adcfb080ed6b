package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is seen deleting objects: real processes under the name of git, which wait for a word. */
class RunningPrunesTest {
  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;

  @BeforeEach
  void open() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    repository = Repository.open(git.root());
    Files.createSymbolicLink(temporary.resolve("git"), Path.of("/bin/bash"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** A process {@code git name} in {@code directory} that ends when its input does. */
  private Process start(Path directory, String name) throws IOException {
    Files.writeString(directory.resolve(name), "echo here\nread -r word\n");
    Process process =
        new ProcessBuilder(temporary.resolve("git").toString(), name)
            .directory(directory.toFile())
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('h');
    return process;
  }

  private static void end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    Patience.exitCode(process);
  }

  @Test
  void whoDeletesInAWorktreeOfTheRepositoryIsWaitedFor() throws Exception {
    Path worktree = temporary.resolve("worktree");
    git.git("worktree", "add", "-q", "--detach", worktree.toString());
    for (String command : new String[] {"gc", "prune", "repack", "prune-packed", "maintenance"}) {
      Process process = start(worktree, command);

      RunningPrunes pruning = repository.pruning();

      assertThat(pruning.isNone()).as(command).isFalse();
      CompletableFuture<Boolean> ended = ended(pruning);
      assertIsStillWaiting(ended);
      end(process);
      assertThat(Patience.result(ended)).isTrue();
      assertThat(repository.pruning().isNone()).isTrue();
    }
  }

  private static void assertIsStillWaiting(CompletableFuture<Boolean> ended) {
    assertThat(ended)
        .failsWithin(Duration.ofMillis(300))
        .withThrowableOfType(TimeoutException.class);
  }

  private static CompletableFuture<Boolean> ended(RunningPrunes pruning) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return pruning.hasEnded();
          } catch (InterruptedException never) {
            throw new IllegalStateException(never);
          }
        });
  }

  @Test
  void whoDeletesElsewhereOrDoesSomethingElseIsNot() throws Exception {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Process other = start(elsewhere, "prune");
    Process log = start(git.root(), "log");

    assertThat(repository.pruning().isNone()).isTrue();

    end(other);
    end(log);
  }

  @Test
  void whoDeletesOnAnotherMachineIsSeenByTheNoteGitLeaves() throws Exception {
    Path note = git.root().resolve(".git/gc.pid");
    Files.writeString(note, "4711 another.machine.example.org");

    RunningPrunes pruning = repository.pruning();

    assertThat(pruning.isNone()).isFalse();
    CompletableFuture<Boolean> ended = ended(pruning);
    assertIsStillWaiting(ended);
    Files.delete(note);
    assertThat(Patience.result(ended)).isTrue();
  }

  @Test
  void aNoteThatIsLeftFromAKilledGcOfThisMachineIsNone() throws Exception {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    Files.writeString(git.root().resolve(".git/gc.pid"), "4711 " + host);

    assertThat(repository.pruning().isNone()).isTrue();
  }

  @Test
  void aNoteOfDaysAgoFromAnotherMachineIsNotWaitedFor() throws Exception {
    Path note = git.root().resolve(".git/gc.pid");
    Files.writeString(note, "4711 elsewhere");
    assertThat(repository.pruning().isNone()).isFalse();

    Files.setLastModifiedTime(note, FileTime.from(Instant.now().minus(Duration.ofHours(13))));

    assertThat(repository.pruning().isNone()).isTrue();
  }
}
