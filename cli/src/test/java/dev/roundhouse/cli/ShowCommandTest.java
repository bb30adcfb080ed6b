package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One issue is shown with ages and durations, and as wide as the screen. */
class ShowCommandTest extends CommandFixture {
  private static final String AGO = "\\d+[smh] ago";

  @Test
  void attemptsAreATableWithAgesAndDurations() throws Exception {
    git.issue("A-1").issue("A-2", "blocked-by: A-1").commitAll("backlog");
    String agent = git.script("agent", "echo the parser has no grammar for this; exit 3\n");
    shell.type("run", "--agent", agent, "--attempts", "1");

    assertThat(shell.type("show", "A-1").out())
        .containsPattern("  status      failed, changed " + AGO + "\n")
        .containsPattern(
            "  attempts    1\n"
                + "    ATTEMPT +STARTED +TOOK  OUTCOME +REASON\n"
                + "          1 +"
                + AGO
                + " +\\d+\\.\\ds  failed +the agent exited with 3: ");
    assertThat(shell.type("why", "A-2").out())
        .containsPattern("  because     .*\n    A-1  failed +" + AGO + "  the agent .*\n");
  }

  @Test
  void linesThatAreLongerThanTheScreenGoOnBelow() throws Exception {
    String title = "Work on " + "a long title ".repeat(8).strip();
    git.write("issues/A-1.md", "---\nid: A-1\ntitle: " + title + "\nlabels: [one, two]\n---\n");
    git.commitAll("backlog");
    String agent = git.script("agent", "seq -s ' ' 99; exit 3\n");
    shell.type("run", "--agent", agent, "--attempts", "1");

    for (String command : new String[] {"show", "why"}) {
      assertThat(shell.typeOnScreen(80, command, "A-1").out().lines())
          .as(command)
          .filteredOn(each -> !each.startsWith("    1 2 3")) // the agent's output, as it is
          .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(80));
    }
    assertThat(shell.type("show", "A-1").out()).as("in a file, nothing is broken").contains(title);
  }

  @Test
  @Timeout(Patience.SECONDS)
  void theWorktreeOfAnAgentAtWorkIsNamed() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Path go = git.home().resolve("go");
    String agent = git.script("agent", "until [ -e \"$HOME/go\" ]; do sleep 0.05; done\n");

    CompletableFuture<Shell.Answer> run =
        CompletableFuture.supplyAsync(() -> shell.type("run", "--agent", agent, "--attempts", "1"));
    String shown = "";
    while (!shown.contains("worktree ") && !run.isDone()) {
      shown = shell.type("show", "A-1").out();
    }
    Files.writeString(go, "");
    run.join();

    Matcher line = Pattern.compile("  worktree +(.*)").matcher(shown);
    assertThat(line.find()).isTrue();
    Path worktree = Path.of(line.group(1));
    assertThat(worktree).isDirectory();
    assertThat(shown).containsPattern("running");
    assertThat(shell.type("show", "A-1").out()).doesNotContain("worktree ");
  }

  @Test
  void aHoldBeforeLandingIsNamedBeforeTheIssueBegins() {
    git.issue("A-1").commitAll("backlog");
    shell.type("hold", "--landing", "A-1");

    assertThat(shell.type("why", "A-1").out())
        .contains("because     nothing blocks it; it awaits approval before it lands\n");
    shell.type("approve", "A-1");
    assertThat(shell.type("why", "A-1").out()).contains("because     nothing blocks it\n");
  }
}
