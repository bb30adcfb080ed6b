package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ctrl-C, again, and again; and what else a terminal or a supervisor sends. */
@Tag("slow")
class SignalTest extends CommandFixture {
  private Path log;
  private Process run;

  /** Starts a run whose agent begins, and goes on when it is told to. */
  @BeforeEach
  void startAndWaitForAnAgent() throws IOException {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    String agent =
        git.script(
            "agent",
            "echo half >half; : >\"$HOME/begun\";"
                + " while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done; echo whole >whole");
    log = temporary.resolve("log");
    run = shell.start(log, "run", "--workers", "1", "--agent", agent);
    Patience.await().until(() -> Files.exists(git.home().resolve("begun")));
  }

  private void send(String signal, String answer) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid())).start().waitFor();
    Patience.await().until(() -> Files.readString(log).contains(answer));
  }

  private int exit() throws InterruptedException {
    return Patience.exitCode(run);
  }

  @Test
  void theFirstFinishesWhatHasBegunAndStartsNothingNew() throws Exception {
    send("INT", "finishing running issues");
    Files.createFile(git.home().resolve("go"));

    assertThat(exit()).isEqualTo(130);
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(shell.status("A-2")).isEqualTo("open");
  }

  @Test
  void theSecondPutsWorkDownAndKeepsItWhichIsNoFailure() throws Exception {
    send("INT", "finishing running issues");
    send("INT", "stopping agents");

    assertThat(exit()).isEqualTo(130);
    assertThat(git.landed("main")).isEmpty();
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
    assertThat(shell.type("show", "A-1", "--json").json().path("failures").asInt()).isZero();
  }

  @Test
  void terminationIsLikeTheFirstAndSaysSo() throws Exception {
    send("TERM", "finishing running issues");
    Files.createFile(git.home().resolve("go"));

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
    Shell.Answer second = shell.type("run", "--agent", "true");
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("another run is active", Long.toString(run.pid()));
    assertThat(shell.status("A-1")).isEqualTo("working");
    assertThat(shell.type("status").out()).contains("is active on main", "running");
    assertThat(shell.type("retry", "A-1").code()).isEqualTo(2);
    assertThat(shell.type("sync").code()).isZero();
    Files.createFile(git.home().resolve("go"));
    assertThat(exit()).isEqualTo(1); // the second agent finds its change there already
  }
}
