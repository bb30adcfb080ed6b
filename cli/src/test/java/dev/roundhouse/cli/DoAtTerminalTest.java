package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person at a terminal reads what an agent has made, and answers. */
@Tag("slow")
class DoAtTerminalTest extends DoFixture {
  private static final String QUESTION = "land, send back, refuse, later?";

  private Path screen = Path.of("");
  private @Nullable Process process;
  private int seen;

  @BeforeEach
  void installAgent() throws Exception {
    agent(FIXING);
    screen = temporary.resolve("screen");
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void start(String... words) throws IOException {
    Map<String, String> more = path();
    more.putAll(Map.of("PAGER", "cat", "NO_COLOR", "1"));
    process = shell.startAtTerminal(more, screen, words);
  }

  private Process running() {
    return Objects.requireNonNull(process);
  }

  /** Waits until {@code text} is shown after what was waited for before. */
  private void awaitShown(String text) throws IOException {
    Patience.await().until(() -> shown().indexOf(text, seen) >= 0);
    seen = shown().indexOf(text, seen) + text.length();
  }

  private String shown() throws IOException {
    return Files.exists(screen) ? Files.readString(screen, StandardCharsets.ISO_8859_1) : "";
  }

  private void press(String keys) throws IOException {
    OutputStream keyboard = running().getOutputStream();
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private int code() throws InterruptedException {
    return Patience.exitCode(running());
  }

  @Test
  void theDiffIsShownAndLandsWhenThePersonSaysSo() throws Exception {
    start("do", "Fix it");
    awaitShown("+fixed");
    awaitShown(QUESTION);
    assertThat(git.git("log", "--format=%s")).isEqualTo("a project\nbegin");

    press("l\n");

    assertThat(code()).as(shown()).isZero();
    awaitShown("; main has it");
    assertThat(git.read("fix.txt")).isEqualTo("fixed\n");
  }

  @Test
  void itGoesBackToTheAgentWithCommentsAndComesAgain() throws Exception {
    start("do", "Fix it");
    awaitShown(QUESTION);
    press("s\n");
    awaitShown("What should the agent change?");
    press("fix it twice\n");
    awaitShown("+fixed");
    awaitShown("+fixed");
    awaitShown(QUESTION);
    press("l\n");

    assertThat(code()).as(shown()).isZero();
    assertThat(home("prompt")).contains("fix it twice");
    assertThat(git.read("fix.txt")).isEqualTo("fixed\nfixed\n");
  }

  @Test
  void whatIsRefusedIsKept() throws Exception {
    start("do", "Fix it");
    awaitShown(QUESTION);
    press("r\n");

    assertThat(code()).isEqualTo(1);
    awaitShown("roundhouse rescue DO-1");
    assertThat(type("rescue", "DO-1").out()).contains("DO-1, attempt 1");
    assertThat(shell.status("DO-1")).isEqualTo("skipped");
  }

  @Test
  void killedAtTheQuestionItIsAskedAgainLater() throws Exception {
    start("do", "Fix it");
    awaitShown(QUESTION);
    end();
    running().waitFor();
    assertThat(type("status").out()).contains("DO-1");

    seen = 0;
    screen = temporary.resolve("second");
    start("do", "--resume");
    awaitShown("+fixed");
    awaitShown(QUESTION);
    press("\n");

    assertThat(code()).isEqualTo(1);
    awaitShown("do --resume DO-1 --land");
    assertThat(shell.status("DO-1")).isEqualTo("awaiting-approval");
  }
}
