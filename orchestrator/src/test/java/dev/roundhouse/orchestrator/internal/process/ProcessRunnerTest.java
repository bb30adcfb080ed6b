package dev.roundhouse.orchestrator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owned processes: known by identity, ended with all they started. */
class ProcessRunnerTest {
  private static final Duration GRACE = Duration.ofMillis(300);

  @TempDir Path directory;
  private final ProcessRunner runner = new ProcessRunner();

  private OwnedProcess launch(@Nullable Path stdin, String... argv) throws IOException {
    return runner.launch(
        new ProcessRunner.Launch(
            new Command(List.of(argv)),
            directory,
            Map.of("PATH", Objects.requireNonNull(System.getenv("PATH"))),
            stdin,
            directory.resolve("out"),
            "token-" + System.identityHashCode(argv)));
  }

  private int finish(OwnedProcess process) throws Exception {
    process.go();
    int code = Patience.result(process.onExit());
    process.end(GRACE);
    return code;
  }

  private long pidIn(String file) throws IOException {
    Patience.await()
        .until(
            () -> Files.exists(directory.resolve(file)) && Files.size(directory.resolve(file)) > 1);
    return Long.parseLong(Files.readString(directory.resolve(file)).strip());
  }

  @Test
  void passesWordsExactlyAndWhatIsToBeRead() throws Exception {
    Path stdin = Files.writeString(directory.resolve("in put"), "the prompt");
    int code =
        finish(
            launch(
                stdin,
                "sh",
                "-c",
                "cat; printf '<%s>' \"$@\"",
                "x",
                "a b",
                "'\"$HOME",
                "",
                "ü\nz"));
    assertThat(code).isZero();
    assertThat(directory.resolve("out")).hasContent("the prompt<a b><'\"$HOME><><ü\nz>");
  }

  @Test
  void runsNothingUntilItIsToldTo() throws Exception {
    OwnedProcess process = launch(null, "touch", "ran");
    process.end(GRACE);
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  @Test
  void tensOfMegabytesOfOutputDoNotBlock() throws Exception {
    assertThat(finish(launch(null, "head", "-c", "30000000", "/dev/zero"))).isZero();
    assertThat(directory.resolve("out.1")).hasSize(10_000_000);
  }

  @Test
  void saysHowItEnded() throws Exception {
    assertThat(finish(launch(null, "sh", "-c", "exit 7"))).isEqualTo(7);
    assertThat(finish(launch(null, "sh", "-c", "kill -9 $$"))).isEqualTo(137);
    assertThat(finish(launch(null, "no-such-program"))).isEqualTo(127);
  }

  @Test
  void endsWhatItLeftBehindAndWhatWentAwayAndWhatWillNotListen() throws Exception {
    String script =
        "sleep 300 & echo $! >child;"
            + " setsid sh -c 'trap \"\" TERM; echo $$ >away; while :; do sleep 1; done' & exit 0";
    OwnedProcess process = launch(null, "sh", "-c", script);
    process.go();
    assertThat(Patience.result(process.onExit())).isZero();
    long child = pidIn("child");
    long away = pidIn("away");

    process.end(GRACE);

    assertThat(GitFixture.runs(child)).isFalse();
    assertThat(GitFixture.runs(away)).isFalse();
  }

  @Test
  void survivorsAreFoundAgainByTheirStamp() throws Exception {
    OwnedProcess process = launch(null, "sh", "-c", "echo $$ >pid; sleep 300");
    process.go();
    long pid = pidIn("pid");
    ProcessIdentity identity = process.identity();
    OrphanedProcesses reaper = new OrphanedProcesses();
    assertThat(identity.pid()).isEqualTo(pid);
    assertThat(reaper.inspect(identity)).isEqualTo(OrphanedProcesses.Liveness.ALIVE);

    assertThat(reaper.endSurvivors(identity, GRACE)).isEqualTo(OrphanedProcesses.Survivors.NONE);

    Patience.result(process.onExit());
    assertThat(reaper.inspect(identity)).isEqualTo(OrphanedProcesses.Liveness.DEAD);
    assertThat(GitFixture.runs(pid)).isFalse();
  }

  @Test
  void aProcessOfTheSameNumberThatIsAnotherIsLeftAlone() throws Exception {
    OwnedProcess process = launch(null, "sh", "-c", "echo $$ >pid; sleep 300");
    process.go();
    long pid = pidIn("pid");
    ProcessIdentity other =
        new ProcessIdentity(
            process.identity().bootId(),
            process.identity().pidNamespace(),
            pid,
            1,
            "another token");

    assertThat(new OrphanedProcesses().inspect(other)).isEqualTo(OrphanedProcesses.Liveness.DEAD);
    assertThat(new OrphanedProcesses().endSurvivors(other, GRACE))
        .isEqualTo(OrphanedProcesses.Survivors.NONE);
    assertThat(GitFixture.runs(pid)).isTrue();
    ProcessIdentity elsewhere = new ProcessIdentity(other.bootId(), "pid:[0]", pid, 1, "t");
    assertThat(new OrphanedProcesses().endSurvivors(elsewhere, GRACE))
        .isEqualTo(OrphanedProcesses.Survivors.UNKNOWN);
    process.end(GRACE);
  }

  @Test
  void wordsAreSplitAsAShellDoes() {
    assertThat(Command.parse("a 'b c' \"d \\\"e\\\" $x\" f\\ g '' h'i'\"j\"").argv())
        .containsExactly("a", "b c", "d \"e\" $x", "f g", "", "hij");
    assertThat(Command.parse(Command.parse("a 'it'\\''s' \"\"").display()).argv())
        .containsExactly("a", "it's", "");
    assertThatThrownBy(() -> Command.parse("a 'b")).hasMessageContaining("not closed");
    assertThatThrownBy(() -> Command.parse("  ")).hasMessageContaining("needs a program");
  }
}
