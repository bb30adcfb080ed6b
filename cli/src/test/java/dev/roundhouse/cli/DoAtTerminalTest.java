package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person at a terminal reads what an agent has made, and answers. */
@Tag("slow")
class DoAtTerminalTest extends DoFixture {
  private @Nullable TerminalSession session;
  private String editor = "";

  @BeforeEach
  void installAgentAndEditor() throws Exception {
    agent(FIXING);
    editor =
        git.script(
            "editor",
            "awk '{ print } /^> \\+fixed/ { print \"twice\" }' \"$1\" >\"$1.new\"\n"
                + "mv \"$1.new\" \"$1\"\n");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (session != null) {
      session.close();
    }
  }

  private TerminalSession start(String name, String... words) throws IOException {
    Map<String, String> more = path();
    more.putAll(Map.of("PAGER", "cat", "NO_COLOR", "1", "EDITOR", editor, "VISUAL", editor));
    Path screen = temporary.resolve(name);
    TerminalSession begun = new TerminalSession(shell.startAtTerminal(more, screen, words), screen);
    session = begun;
    return begun;
  }

  @Test
  void theDiffIsShownAndLandsWhenThePersonSaysSo() throws Exception {
    TerminalSession person = start("screen", "do", "Fix it");
    person.awaitShown("gate: green");
    person.awaitShown("+fixed");
    person.awaitQuestion("DO-1");
    assertThat(git.git("log", "--format=%s")).isEqualTo("a project\nbegin");

    person.press("l");

    assertThat(person.code()).as(person.shown()).isZero();
    person.awaitShown("; main has it");
    assertThat(git.read("fix.txt")).isEqualTo("fixed\n");
    assertThat(person.shown()).doesNotContain("roundhouse run");
  }

  @Test
  void itGoesBackToTheAgentWithCommentsOnLinesAndComesAgain() throws Exception {
    TerminalSession person = start("screen", "do", "Fix it");
    person.awaitQuestion("DO-1");
    person.press("s");
    person.awaitShown("DO-1 is sent back");
    person.awaitShown("since your last look");
    person.awaitShown("+fixed");
    person.awaitQuestion("DO-1");
    person.press("l");

    assertThat(person.code()).as(person.shown()).isZero();
    assertThat(home("prompt")).contains("> +fixed\nfix.txt:1: twice");
    assertThat(git.read("fix.txt")).isEqualTo("fixed\nfixed\n");
  }

  @Test
  void whereThereIsNoEditorOneLineIsTyped() throws Exception {
    editor = "";
    TerminalSession person = start("screen", "do", "Fix it");
    person.awaitQuestion("DO-1");
    person.press("s");
    person.awaitShown("Comment (Esc to go back)");
    person.press("fix it twice\r");
    person.awaitQuestion("DO-1");
    person.press("n");

    assertThat(person.code()).as(person.shown()).isEqualTo(1);
    assertThat(home("prompt")).contains("fix it twice");
  }

  @Test
  void whatIsRefusedIsKept() throws Exception {
    TerminalSession person = start("screen", "do", "Fix it");
    person.awaitQuestion("DO-1");
    person.press("r");
    person.awaitShown("Reason");
    person.press("too short\r");

    assertThat(person.code()).isEqualTo(1);
    person.awaitShown("DO-1 skipped: too short");
    person.awaitShown("roundhouse rescue DO-1");
    assertThat(type("rescue", "DO-1").out()).contains("DO-1, attempt 1");
    assertThat(shell.status("DO-1")).isEqualTo("skipped");
  }

  @Test
  void killedAtTheQuestionItIsAskedAgainLater() throws Exception {
    start("first", "do", "Fix it").awaitQuestion("DO-1");
    end();
    assertThat(type("status").out()).contains("DO-1");

    TerminalSession person = start("second", "do", "--resume");
    person.awaitShown("+fixed");
    person.awaitQuestion("DO-1");
    person.press("\r");

    assertThat(person.code()).isEqualTo(1);
    person.awaitShown("do --resume DO-1 --land");
    assertThat(shell.status("DO-1")).isEqualTo("awaiting-approval");
  }

  @Test
  void whatWasDecidedElsewhereMeanwhileIsSaidWithItsNextStep() throws Exception {
    TerminalSession person = start("screen", "do", "Fix it");
    person.awaitQuestion("DO-1");
    assertThat(type("approve", "DO-1").code()).isZero();
    person.press("r");
    person.awaitShown("Reason");
    person.press("no\r");

    person.awaitShown("nothing was decided");
    person.awaitShown("roundhouse do --resume DO-1   # goes on with it");
    assertThat(person.code()).isEqualTo(1);
    assertThat(person.shown()).doesNotContain("--say");
    assertThat(doing("--resume").code()).isZero();
  }

  @Test
  void anAgentThatAsksIsAnswered() throws Exception {
    agent(
        "if grep -q euro; then echo fixed >fix.txt; else\n"
            + "echo '{\"verdict\": \"not-ready\", \"reason\": \"which currency?\"}'"
            + " >\"$ROUNDHOUSE_RESULT\"; fi\n");
    editor = "";
    TerminalSession person = start("first", "do", "Fix it");
    person.awaitShown("why: the agent calls it not ready: which currency?");
    person.awaitQuestion("DO-1");
    person.press("q");
    assertThat(person.code()).isEqualTo(1);
    person.awaitShown("do --resume DO-1 --say");

    person = start("second", "do", "--resume");
    person.awaitQuestion("DO-1");
    person.press("l");
    person.awaitShown("there is nothing to land");
    person.press("s");
    person.awaitShown("Comment");
    person.press("euro\r");
    person.awaitShown("+fixed");
    person.awaitQuestion("DO-1");
    person.press("l");
    assertThat(person.code()).as(person.shown()).isZero();
  }
}
