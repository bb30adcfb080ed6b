package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code watch} as a process that stays: takes what is new, is seen, ends when it is told to. */
@Tag("slow")
class WatchCommandTest extends CommandFixture {
  private Path log;
  private Process watch;

  @BeforeEach
  void start() throws Exception {
    git.issue("A-1").commitAll("backlog");
    log = temporary.resolve("log");
    watch = begin(log);
    awaitLog("watching: waiting for");
  }

  private Process begin(Path output) throws Exception {
    String agent =
        git.script("agent", "[ ! -e \"$HOME/broken\" ]\necho x >$ROUNDHOUSE_ISSUE_ID.txt\n");
    return shell.start(output, "watch", "--agent", agent, "--gate", "true", "--attempts", "1");
  }

  @AfterEach
  void end() {
    watch.destroyForcibly();
  }

  private void awaitLog(String text) {
    Patience.await().until(() -> Files.readString(log).contains(text));
  }

  private int ended() throws Exception {
    return Patience.exitCode(watch);
  }

  private void send(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(watch.pid())).start().waitFor();
  }

  @Test
  void itTakesWhatIsNewAndEndsWithZeroWhenAllHasLanded() throws Exception {
    git.issue("A-2");
    Patience.await()
        .until(() -> Files.readString(log).matches("(?s).*landed +A-2.*\\nfinished in .*"));
    Shell.Answer status = shell.type("status");
    send("INT");

    assertThat(ended()).isZero();
    assertThat(status.out()).contains("waiting for new work: watch, process " + watch.pid());
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(shell.type("status").out()).doesNotContain("waiting for new work");
  }

  @Test
  void whatDidNotLandIsInItsExitCode() throws Exception {
    Files.createFile(Path.of(git.environment().getOrDefault("HOME", "")).resolve("broken"));
    git.issue("A-2");
    Patience.await().until(() -> shell.status("A-2").equals("failed"));
    send("TERM");

    assertThat(ended()).isEqualTo(1);
  }

  @Test
  void anotherIsRefusedAndKilledItLeavesTheNextOneFree() throws Exception {
    Shell.Answer second = shell.type("watch", "--agent", "true");
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("another run is active", "watch, process " + watch.pid());

    watch.destroyForcibly();
    ended();
    git.issue("A-3");
    log = temporary.resolve("second log");
    watch = begin(log);

    awaitLog("landed      A-3");
  }

  @Test
  void itPrintsOneObjectALine() throws Exception {
    end();
    ended();
    Path lines = temporary.resolve("lines");
    watch = shell.start(lines, "watch", "--agent", "true", "--json");
    Patience.await().until(() -> Files.readString(lines).contains("watching"));
    send("INT");
    ended();

    List<String> objects =
        Files.readAllLines(lines).stream().filter(each -> each.startsWith("{")).toList();
    assertThat(objects).hasSize(1).first().asString().contains("\"complete\":true").endsWith("}");
  }
}
