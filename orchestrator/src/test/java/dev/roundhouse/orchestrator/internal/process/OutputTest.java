package dev.roundhouse.orchestrator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real processes print, and what is kept of it. */
@Tag("slow")
class OutputTest {
  private static final Duration GRACE = Duration.ofMillis(300);
  private static final Duration LONG = Patience.LIMIT;

  private static final String MEETS_THE_STRANGER =
      "echo $$ >pid; while [ ! -e here ]; do sleep 0.05; done";

  @TempDir Path directory;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private OwnedProcess launch(long limit, String script) throws IOException {
    return new ProcessRunner(limit)
        .launch(
            new ProcessRunner.Launch(
                new Command(List.of("sh", "-c", script)),
                directory,
                Map.of(
                    "PATH",
                    Objects.requireNonNull(System.getenv("PATH")),
                    "DEPLOY_TOKEN",
                    "swordfish-swordfish"),
                null,
                directory.resolve("agent.log"),
                "token-" + directory.getFileName()),
            lines::add);
  }

  private ProcessEnding run(TimeLimits limits, String script) throws Exception {
    return launch(1_000_000, script).run(limits, new CompletableFuture<>(), GRACE);
  }

  /** Nobody the process has started, which takes hold of what it prints to. */
  private Process stranger(String then) throws IOException {
    String script =
        "while [ ! -s pid ]; do sleep 0.05; done; exec >/proc/$(cat pid)/fd/1; : >here; " + then;
    return new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).start();
  }

  private static boolean carries() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().equals("roundhouse-output"));
  }

  @Test
  void bothStreamsAreInOneFileInOrderWithoutSecretsThatTheListenerStillSees() throws Exception {
    String script =
        "for i in 1 2 3; do echo out $i; echo err $i >&2; done; printf sword; sleep 0.1;"
            + " echo fish-swordfish; printf '\\377\\000\\033[1m.'";

    assertThat(run(TimeLimits.of(LONG), script)).isEqualTo(new ProcessEnding.Exited(0));

    assertThat(Files.readString(directory.resolve("agent.log"), StandardCharsets.ISO_8859_1))
        .isEqualTo("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n[redacted]\n\u00ff\u0000\033[1m.");
    assertThat(lines).contains("err 1", "swordfish-swordfish").hasSize(8);
  }

  @Test
  void floodsOnBothStreamsKeepNobodyWaitingAndTheEndIsKept() throws Exception {
    String script =
        "yes 'a line of output' | head -c 20000000 & yes err | head -c 20000000 >&2; wait; echo end";

    assertThat(run(TimeLimits.of(LONG), script)).isEqualTo(new ProcessEnding.Exited(0));

    Path log = directory.resolve("agent.log");
    assertThat(LogTail.of(log)).endsWith("end\n");
    assertThat(Files.size(log)).isLessThanOrEqualTo(1_000_000);
    assertThat(Files.size(RotatingLog.before(log))).isBetween(900_000L, 1_000_000L);
  }

  @Test
  void aProcessThatPrintsNothingForTooLongIsEnded() throws Exception {
    Duration idle = Duration.ofMillis(600);
    TimeLimits limits = TimeLimits.of(LONG).idle(idle);

    assertThat(run(limits, "echo hello; exec sleep 300")).isEqualTo(new ProcessEnding.Idle(idle));
    assertThat(run(limits, "for i in 1 2 3 4 5 6; do sleep 0.2; echo; done"))
        .isEqualTo(new ProcessEnding.Exited(0));
    assertThat(run(TimeLimits.of(idle).idle(LONG), "exec sleep 300"))
        .isEqualTo(new ProcessEnding.TimedOut(idle));
  }

  @Test
  void aStrangerThatKeepsThePipeOpenHangsNobody() throws Exception {
    Process stranger = stranger("exec sleep 300");
    try {
      assertThat(run(TimeLimits.of(LONG), MEETS_THE_STRANGER + "; echo over"))
          .isEqualTo(new ProcessEnding.Exited(0));

      assertThat(stranger.isAlive()).isTrue();
      assertThat(directory.resolve("agent.log")).hasContent("over");
      assertThat(carries()).isFalse();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aStrangerThatKeepsPrintingHangsNobodyEither() throws Exception {
    Process stranger = stranger("exec yes");

    assertThat(run(TimeLimits.of(LONG), MEETS_THE_STRANGER)).isEqualTo(new ProcessEnding.Exited(0));

    Patience.await().until(() -> !stranger.isAlive()); // nobody reads what it prints
    assertThat(carries()).isFalse();
  }

  @Test
  void whatIsPrintedIsThereAtOnceWithOrWithoutALineEnd() throws Exception {
    OwnedProcess process = launch(1000, "printf 'Go on? [y/N] '; exec sleep 300");
    process.go();

    Patience.await().until(() -> LogTail.of(directory.resolve("agent.log")).endsWith("[y/N] "));

    process.end(GRACE);
    process.end(GRACE);
    assertThat(carries()).isFalse();
  }

  @Test
  void aLogThatCannotBeWrittenIsNoReasonToKeepTheProcessWaiting() throws Exception {
    Files.createSymbolicLink(directory.resolve("agent.log"), Path.of("/dev/full"));

    assertThat(run(TimeLimits.of(LONG), "yes | head -c 3000000"))
        .isEqualTo(new ProcessEnding.Exited(0));
  }
}
