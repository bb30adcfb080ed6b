package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What needs a person, printed for programs and for people without a terminal. */
class ReviewCommandTest extends CommandFixture {
  private static final String AGENT =
      """
      case $ROUNDHOUSE_ISSUE_ID in
        A-2) echo 'no such module'; exit 3 ;;
        A-3) echo '{"verdict": "not-ready", "reason": "which parser?"}' >"$ROUNDHOUSE_RESULT" ;;
        *) echo work >"$ROUNDHOUSE_ISSUE_ID.txt" ;;
      esac
      """;

  private void finishThree() {
    git.write("roundhouse.yaml", "review: required\ngate: test -e roundhouse.yaml\n");
    git.issue("A-1").issue("A-2").issue("A-3").issue("A-4").commitAll("backlog");
    shell.type("hold", "A-4");
    run(AGENT, "--attempts", "1");
  }

  @Test
  void withoutATerminalEverythingIsPrintedWithTheCommandsToType() {
    finishThree();

    Shell.Answer answer = shell.type("review");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .startsWith("Needs you (4)\n  A-4  ")
        .contains("\nA-1  Work on A-1\nawaiting-approval ", "gate: green", "\nchanges: 2 files, +")
        .contains("+++ b/A-1.txt\n@@ -0,0 +1 @@\n+work\n")
        .contains("land:       roundhouse approve A-1 --if-version ")
        .contains("send back:  roundhouse retry A-2 --say TEXT")
        .contains("why: the agent exited with 3: no such module")
        .contains("which parser?", "start:      roundhouse approve A-4 --if-version ");
    assertThat(answer.out()).doesNotContain("roundhouse approve A-2");
    assertThat(git.git("for-each-ref", "refs/roundhouse/seen")).as("no one has seen it").isEmpty();
  }

  @Test
  void theCommandThatIsPrintedLandsWhatWasPrintedAndNothingElse() {
    finishThree();
    String printed = shell.type("review", "A-1").out();
    String command = printed.substring(printed.indexOf("approve A-1"), printed.indexOf("\nsend"));
    String[] words = command.split(" ", -1);
    shell.type("edit", "A-1", "--priority", "P1");

    assertThat(shell.type(words).code()).isNotZero();
    assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");
  }

  @Test
  void asJsonEachHasItsVerdictAndTheFilesItChanges() {
    finishThree();

    JsonNode all = shell.type("review", "--json").json().path("needsYou");

    assertThat(all.findValuesAsString("kind"))
        .containsExactlyInAnyOrder("start", "landing", "setback", "answer");
    for (JsonNode each : all) {
      if (each.path("issue").asString().equals("A-1")) {
        assertThat(each.path("gate").asString()).isEqualTo("green");
        assertThat(each.path("files").findValuesAsString("path"))
            .containsExactly("A-1.txt", "issues/A-1.md");
        assertThat(each.path("command").asString()).isEqualTo("roundhouse review A-1");
        assertThat(each.path("sinceLastLook").isNull()).isTrue();
      }
    }
  }

  @Test
  void anIssueThatNeedsNoOneSaysWhatItIs() {
    git.issue("A-1").issue("A-22").commitAll("backlog");

    assertThat(shell.type("review").out()).isEqualTo("nothing needs you\n");
    Shell.Answer answer = shell.type("review", "A-1");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("A-1 does not need you: it is open");
    assertThat(shell.type("review", "A-2").err()).contains("did you mean 'A-");
    assertThat(shell.type("review", "A-2").code()).isEqualTo(2);
  }

  @Test
  void whatNoGateHasTestedIsSaidToBeUntested() {
    git.write("roundhouse.yaml", "review: required\n").issue("A-1").commitAll("backlog");
    run(EDIT);

    assertThat(shell.type("review").out()).contains("gate: none; nothing has tested this work");
  }

  @Test
  void aRedGateShowsTheEndOfItsOutput() {
    git.issue("A-1").commitAll("backlog");
    String gate = git.script("gate", "test ! -e A-1.txt || { echo 'expected 2, was 3'; exit 1; }");
    run(EDIT, "--gate", gate, "--attempts", "1");

    assertThat(shell.type("review").out())
        .contains("gate red: ", "expected 2, was 3", "+++ b/A-1.txt")
        .doesNotContain("approve A-1");
  }

  @Test
  void nothingFromFilesOrAgentsIsObeyedByATerminal() {
    String evil = "\u001b[2J\u001b]0;owned\u0007\u202e\u009b31m";
    git.write("issues/A-1.md", "# Work " + evil + "\n\ntext " + evil + "\n");
    git.write("roundhouse.yaml", "review: required\n").commitAll("backlog");
    run(
        "printf 'x\\033[2J\\033]52;c;aGk=\\007\\r"
            + "\\033[8mhidden\\n"
            + "' >\"$(printf 'a\\033[31m b')\"\n");

    String printed = shell.type("review").out();

    assertThat(printed).contains("hidden").doesNotContain("\u001b", "\u0007", "\u009b", "\r");
    assertThat(printed).doesNotContain("\u202e");
    assertThat(shell.typeOnScreen(80, "status").out()).doesNotContain("\u001b");
  }

  @Test
  void completionOffersWhatNeedsAPerson() {
    finishThree();
    git.issue("A-5").commitAll("more");

    assertThat(shell.type("__complete", "review", "").out().lines())
        .extracting(line -> line.substring(0, 3))
        .containsExactlyInAnyOrder("A-1", "A-2", "A-3", "A-4");
  }
}
