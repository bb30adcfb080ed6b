package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The first look at a repository: what needs a person, and how far the work has come. */
class StatusCommandTest extends CommandFixture {
  @Test
  void aFailedIssueIsAmongWhatNeedsAPerson() {
    git.issue("A-1").commitAll("backlog");

    Shell.Answer failed = run("exit 1", "--attempts", "1");

    assertThat(failed.out())
        .contains("\nNeeds you (1)\n  A-1  ", "the agent exited with 1", "→ roundhouse review A-1")
        .doesNotContain("continues with");
  }

  @Test
  void statusBeginsWithWhatNeedsAPersonOldestFirst() {
    git.issue("A-1").issue("A-2").issue("A-3").issue("A-4").commitAll("backlog");
    assertThat(shell.type("status").out()).startsWith("no run is active");
    shell.type("hold", "A-3");
    run("exit 1", "--attempts", "1", "--only", "A-4");
    shell.type("hold", "--landing", "A-2");
    run(EDIT, "--only", "A-2,A-1");

    assertThat(shell.type("status").out())
        .startsWith("Needs you (3)\n  A-3  ")
        .contains(
            "it awaits approval before it starts → roundhouse review A-3\n  A-4  ",
            "→ roundhouse review A-4\n  A-2  ",
            "it awaits approval before it lands → roundhouse review A-2\n\nno run is active");
    JsonNode listed = shell.type("status", "--json").json().path("needsYou");
    assertThat(listed).extracting(each -> each.path("issue").asString()).contains("A-3", "A-2");
    assertThat(listed.findValuesAsString("kind")).containsExactly("start", "setback", "landing");
    assertThat(listed.findValuesAsString("command"))
        .containsExactly("roundhouse review A-3", "roundhouse review A-4", "roundhouse review A-2");
  }

  @Test
  void whatAPersonSetAsideNeedsNoOne() {
    git.issue("A-1").commitAll("backlog");
    shell.type("skip", "A-1");

    assertThat(shell.type("status").out())
        .doesNotContain("Needs you")
        .contains("skipped ('roundhouse retry");
    assertThat(shell.type("status", "--json").json().path("needsYou")).isEmpty();
  }

  @Test
  void statusIsWatchedOnlyOnAScreen() {
    git.issue("A-1").commitAll("backlog");
    for (String more : List.of("--watch", "--watch --json")) {
      Shell.Answer refused = shell.type(("status " + more).split(" ", -1));

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err()).contains("--watch needs a screen", "'roundhouse status --json'");
    }
  }

  @Test
  void statusNamesTheBranchThatIsBehindWhatHasLanded() throws IOException {
    git.issue("A-1").write("A-1.txt", "").commitAll("backlog");
    assertThat(shell.type("status").out()).doesNotContain("behind");
    git.write("A-1.txt", "local\n");

    run(EDIT);

    assertThat(shell.type("status").out())
        .contains("main is behind what has landed; 'roundhouse sync'");
    git.git("checkout", "-q", "A-1.txt");
    assertThat(shell.type("sync").code()).isZero();
    assertThat(shell.type("status").out()).doesNotContain("behind");
  }
}
