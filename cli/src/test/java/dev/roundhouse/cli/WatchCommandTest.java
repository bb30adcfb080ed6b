package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch} as a process that stays: takes what is new, is seen, ends when it is told to. */
class WatchCommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path temporary;
  private GitFixture git;
  private Path log;
  private Process watch;

  @BeforeEach
  void start() throws Exception {
    git = GitFixture.in(temporary.resolve("project")).issue("A-1").commitAll("backlog");
    log = temporary.resolve("log");
    watch = begin(log);
    awaitLog("watching: waits for");
  }

  private Process begin(Path output) throws Exception {
    String agent =
        git.script("agent", "[ ! -e \"$HOME/broken\" ]\necho x >$ROUNDHOUSE_ISSUE_ID.txt\n");
    return new Shell(git)
        .start(output, "watch", "--agent", agent, "--gate", "true", "--attempts", "1");
  }

  @AfterEach
  void end() {
    watch.destroyForcibly();
  }

  private void awaitLog(String text) {
    await().atMost(LIMIT).until(() -> Files.readString(log).contains(text));
  }

  private int ended() throws Exception {
    assertThat(watch.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return watch.exitValue();
  }

  private void send(String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(watch.pid())).start().waitFor();
  }

  @Test
  void itTakesWhatIsNewAndEndsWithZeroWhenAllHasLanded() throws Exception {
    git.issue("A-2");
    awaitLog("landed      A-2");
    Shell.Answer status = new Shell(git).type("status");
    send("INT");

    assertThat(ended()).isZero();
    assertThat(status.out()).contains("waits for more to do: watch, process " + watch.pid());
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(new Shell(git).type("status").out()).doesNotContain("waits for more to do");
  }

  @Test
  void whatDidNotLandIsInItsExitCode() throws Exception {
    Files.createFile(Path.of(git.environment().getOrDefault("HOME", "")).resolve("broken"));
    git.issue("A-2");
    await().atMost(LIMIT).until(() -> new Shell(git).status("A-2").equals("failed"));
    send("TERM");

    assertThat(ended()).isEqualTo(1);
  }

  @Test
  void anotherIsRefusedAndKilledItLeavesTheNextOneFree() throws Exception {
    Shell.Answer second = new Shell(git).type("watch", "--agent", "true");
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
    watch = new Shell(git).start(lines, "watch", "--agent", "true", "--json");
    await().atMost(LIMIT).until(() -> Files.readString(lines).contains("watching"));
    send("INT");
    ended();

    List<String> objects =
        Files.readAllLines(lines).stream().filter(each -> each.startsWith("{")).toList();
    assertThat(objects).hasSize(1).first().asString().contains("\"complete\":true").endsWith("}");
  }
}
