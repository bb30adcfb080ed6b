package dev.roundhouse.orchestrator.internal.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run in a repository, and who is refused is told of the one that goes on. */
class RunLockTest {
  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;

  @BeforeEach
  void open() throws Exception {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("file", "1\n").commitAll("file");
    repository = Repository.open(git.root());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void whoIsRefusedIsToldOfTheHolder() throws Exception {
    try (LockFile.Held held = RunLock.take(repository, "run R-1", InstantSource.system())) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> RunLock.take(repository, "run R-2", InstantSource.system()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("run R-1, process " + ProcessHandle.current().pid());
    }
    RunLock.take(repository, "run R-3", InstantSource.system()).close();
  }

  @Test
  void aHolderThatHasOnlyJustTakenItIsWaitedForUntilItHasRecordedItself() throws Exception {
    Path holder = Files.createDirectories(repository.stateDir()).resolve("run.holder");
    RunLock.take(repository, "run R-1", InstantSource.system()).close();
    Files.writeString(holder, Files.readString(holder).replaceFirst("process \\d+", "process 0"));
    try (LockFile.Held held = RunLock.tryTake(repository).orElseThrow()) {
      assertThat(held).isNotNull();
      CompletableFuture<Object> refused =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return RunLock.take(repository, "run R-2", InstantSource.system());
                } catch (Exception refusal) {
                  throw new CompletionException(refusal);
                }
              });
      String signed =
          Files.readString(holder).replace("R-1", "R-9").replaceFirst("process 0", me());
      new AtomicFile(holder).replace(signed.getBytes(UTF_8));

      assertThatThrownBy(() -> Patience.result(refused))
          .cause()
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("run R-9, " + me());
    }
  }

  private static String me() {
    return "process " + ProcessHandle.current().pid();
  }

  @Test
  void aHostWhoseOwnNameDoesNotResolveRefusesNobody() throws Exception {
    Path hosts = Files.createFile(temporary.resolve("hosts"));
    List<String> command =
        ChildJvm.command(
            List.of("-Djdk.net.hosts.file=" + hosts), Taker.class, git.root().toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Path output = temporary.resolve("output");

    int exit = Patience.exitCode(builder.redirectOutput(output.toFile()).start());

    assertThat(output).hasContent("taken");
    assertThat(exit).isZero();
  }

  /** Takes the lock and ends. */
  static final class Taker {
    private Taker() {}

    public static void main(String... args) throws Exception {
      try (Repository repository = Repository.open(Path.of(args[0]));
          LockFile.Held held = RunLock.take(repository, "run R-1", InstantSource.system())) {
        System.out.println(held == null ? "not taken" : "taken");
      }
    }
  }
}
