package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, again, and again; and what else a terminal or a supervisor sends. */
class SignalTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path temporary;
  private GitFixture git;
  private Path log;
  private Process run;

  /** Starts a run whose agent begins, and goes on when it is told to. */
  @BeforeEach
  void startAndWaitForAnAgent() throws IOException {
    git =
        GitFixture.in(temporary.resolve("project")).issue("A-1").issue("A-2").commitAll("backlog");
    String agent =
        git.script(
            "agent",
            "echo half >half; : >\"$HOME/begun\";"
                + " while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done; echo whole >whole");
    log = temporary.resolve("log");
    run = new Shell(git).start(log, "run", "--workers", "1", "--agent", agent);
    await().atMost(LIMIT).until(() -> Files.exists(home().resolve("begun")));
  }

  private Path home() {
    return Path.of(git.environment().get("HOME"));
  }

  private void send(String signal, String answer) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid())).start().waitFor();
    await().atMost(LIMIT).until(() -> Files.readString(log).contains(answer));
  }

  private int exit() throws InterruptedException {
    assertThat(run.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return run.exitValue();
  }

  @Test
  void theFirstFinishesWhatHasBegunAndStartsNothingNew() throws Exception {
    send("INT", "finishing what has begun");
    Files.createFile(home().resolve("go"));

    assertThat(exit()).isEqualTo(130);
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(new Shell(git).status("A-2")).isEqualTo("open");
  }

  @Test
  void theSecondPutsWorkDownAndKeepsItWhichIsNoFailure() throws Exception {
    send("INT", "finishing what has begun");
    send("INT", "putting work down");

    assertThat(exit()).isEqualTo(130);
    assertThat(git.landed("main")).isEmpty();
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
    assertThat(new Shell(git).type("show", "A-1", "--json").json().path("failures").asInt())
        .isZero();
  }

  @Test
  void terminationIsLikeTheFirstAndSaysSo() throws Exception {
    send("TERM", "finishing what has begun");
    Files.createFile(home().resolve("go"));

    assertThat(exit()).isEqualTo(143);
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void aClosedTerminalIsLikeTheSecond() throws Exception {
    send("HUP", "interrupted");

    assertThat(exit()).isEqualTo(130);
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
  }

  @Test
  void aSecondRunIsRefusedWithThreeAndOthersMayLook() throws Exception {
    Shell shell = new Shell(git);
    Shell.Answer second = shell.type("run", "--agent", "true");
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("another run is active", Long.toString(run.pid()));
    assertThat(shell.status("A-1")).isEqualTo("working");
    assertThat(shell.type("status").out()).contains("is going on main", "under way");
    assertThat(shell.type("retry", "A-1").code()).isEqualTo(2);
    assertThat(shell.type("sync").code()).isZero();
    Files.createFile(home().resolve("go"));
    assertThat(exit()).isEqualTo(1); // the second agent finds its change there already
  }
}
