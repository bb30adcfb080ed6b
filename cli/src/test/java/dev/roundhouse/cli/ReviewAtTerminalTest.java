package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person at a terminal walks the issues that need a decision: three finished, two not. */
@Tag("slow")
class ReviewAtTerminalTest extends CommandFixture {
  private static final String AGENT =
      """
      cat >"$HOME/prompt-$ROUNDHOUSE_ISSUE_ID-$ROUNDHOUSE_ATTEMPT"
      case $ROUNDHOUSE_ISSUE_ID in
      A-4) echo half >a-4.txt; exit 3 ;;
      A-5) echo '{"verdict": "not-ready", "reason": "which currency?"}' >"$ROUNDHOUSE_RESULT" ;;
      *) printf 'one\\ntwo\\n' >>"$ROUNDHOUSE_ISSUE_ID.txt" ;;
      esac
      """;

  private String agent = "";
  private String editor = "";
  private @Nullable TerminalSession session;

  @BeforeEach
  void runUntilFiveNeedAPerson() throws Exception {
    agent = git.script("agent", AGENT);
    editor =
        git.script(
            "editor",
            """
            awk '{ print }
              /^> \\+one/ { print "say eins" }
              /^> \\+two/ { print "say zwei" }' "$1" >"$1.new"
            mv "$1.new" "$1"
            touch "$HOME/edited"
            if [ -e "$HOME/wait" ]; then cat "$HOME/wait" >/dev/null; fi
            """);
    for (int i = 1; i <= 5; i++) {
      git.issue("A-" + i);
    }
    git.write("roundhouse.yaml", "review: required\nattempts: 1\nworkers: 1\ngate: 'true'\n");
    git.commitAll("backlog");
    run();
  }

  @AfterEach
  void end() throws InterruptedException {
    if (session != null) {
      session.close();
    }
  }

  private void run() {
    shell.type("run", "--agent", agent);
  }

  private TerminalSession review(String name) throws IOException {
    Path screen = temporary.resolve(name);
    Map<String, String> more =
        Map.of("PAGER", "cat", "NO_COLOR", "1", "EDITOR", editor, "VISUAL", editor);
    TerminalSession begun =
        new TerminalSession(shell.startAtTerminal(more, screen, "review"), screen);
    session = begun;
    return begun;
  }

  private List<String> waiting() {
    return shell
        .type("review", "--json")
        .json()
        .path("needsYou")
        .valueStream()
        .map(each -> each.path("issue").asString() + " " + each.path("kind").asString())
        .toList();
  }

  private List<String> landed() {
    return git.git("log", "--first-parent", "--format=%s")
        .lines()
        .filter(line -> line.startsWith("A-"))
        .toList();
  }

  @Test
  void oneLandsOneIsSentBackOneIsRefusedAndNothingLandsUnread() throws Exception {
    assertThat(waiting()).hasSize(5);
    TerminalSession person = review("first");
    person.awaitQuestion("A-1");
    person.press("l");
    person.awaitQuestion("A-2");
    person.press("s");
    person.awaitShown("A-2 is sent back");
    person.awaitQuestion("A-3");
    person.press("r");
    person.awaitShown("Reason");
    person.press("not wanted\r");
    person.awaitQuestion("A-4");
    person.press("n");
    person.awaitShown("which currency?");
    person.awaitQuestion("A-5");
    person.press("q");
    assertThat(person.code()).as(person.shown()).isZero();
    assertThat(landed()).isEmpty();

    run();

    assertThat(landed()).singleElement().asString().startsWith("A-1");
    assertThat(Files.readString(git.home().resolve("prompt-A-2-2")))
        .contains("> +one\nA-2.txt:1: say eins", "> +two\nA-2.txt:2: say zwei");
    assertThat(shell.status("A-3")).isEqualTo("skipped");
    assertThat(shell.status("A-2")).isEqualTo("awaiting-approval");
    assertThat(waiting()).hasSize(3);

    person = review("second");
    person.awaitQuestion("A-4");
    person.press("n");
    person.awaitQuestion("A-5");
    person.press("n");
    person.awaitQuestion("A-2");
    person.press("c");
    person.awaitShown("+one");
    person.awaitQuestion("A-2");
    person.press("l");
    assertThat(person.code()).as(person.shown()).isZero();
    run();

    assertThat(landed()).hasSize(2);
    assertThat(git.show("main", "A-2.txt")).isEqualTo("one\ntwo\none\ntwo");
  }

  /** Whatever was pressed, nothing is decided before a decision is made, and none is lost. */
  @ParameterizedTest
  @CsvSource({
    "'', '[l]and', none",
    "d, '+one', none",
    "r, 'Reason', none",
    "s, '', typed",
    "l, 'A-1 is approved', approved"
  })
  void killedAtAnyKeyTheListIsWhatItWas(String key, String effect, String left) throws Exception {
    List<String> before = waiting();
    if (key.equals("s")) {
      new ProcessBuilder("mkfifo", git.home().resolve("wait").toString()).start().waitFor();
    }
    TerminalSession person = review("killed");
    person.awaitQuestion("A-1");
    person.press(key);
    if (key.equals("s")) {
      Patience.await().until(() -> Files.exists(git.home().resolve("edited")));
    } else if (!key.isEmpty()) {
      person.awaitShown(effect);
    }
    end();

    List<String> after = waiting();
    assertThat(after)
        .isEqualTo(left.equals("approved") ? before.subList(1, before.size()) : before);
    Files.deleteIfExists(git.home().resolve("wait"));
    if (left.equals("typed")) {
      person = review("again");
      person.awaitQuestion("A-1");
      person.press("s");
      person.awaitShown("your earlier comments were not sent; they are in the file");
      person.awaitShown("A-1 is sent back");
      assertThat(shell.type("show", "A-1").out()).contains("A-1.txt:1: say eins");
    }
    assertThat(landed()).isEmpty();
  }
}
