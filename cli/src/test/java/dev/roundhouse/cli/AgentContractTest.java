package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/agents.md says an agent is told, and what its exit code means. */
class AgentContractTest extends CommandFixture {
  private static List<String> documented() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "agents.md"));
    return Pattern.compile("(?m)^\\| `(ROUNDHOUSE_[A-Z_]+)` \\|")
        .matcher(page)
        .results()
        .map(each -> each.group(1))
        .sorted()
        .toList();
  }

  @Test
  void anAgentGetsTheVariablesThatAreDocumentedAndNoOtherAndItsPromptOnStandardInput()
      throws Exception {
    git.issue("A-1").commitAll("backlog");
    String agent =
        git.script(
            "agent",
            "env | sed -n 's/^\\(ROUNDHOUSE_[A-Z_]*\\)=.*/\\1/p' | sort >names\ncat >told\n");

    Shell.Answer answer = shell.type("run", "--agent", agent);

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(git.show("main", "names").lines().toList())
        .isNotEmpty()
        .containsExactlyElementsOf(documented());
    assertThat(git.show("main", "told")).contains("A-1", "Work on A-1");
    assertThat(shell.type("log", "A-1", "--prompt").out().strip())
        .isEqualTo(git.show("main", "told").strip());
    assertThat(shell.type("log", "A-1", "--prompt", "--validate").code()).isEqualTo(2);
  }

  @Test
  void itsExitCodeMeansWhatIsDocumented() throws Exception {
    git.issue("does").issue("idles").issue("fails").issue("dies").issue("absent");
    git.commitAll("backlog");
    String agent =
        git.script(
            "agent",
            """
            [ "$ROUNDHOUSE_ISSUE_ID" = idles ] && exit 0
            echo x >"$ROUNDHOUSE_ISSUE_ID.txt"
            case $ROUNDHOUSE_ISSUE_ID in
              fails) exit 1 ;;
              dies) kill -TERM $$ ;;
              absent) exec no-such-program ;;
            esac
            """);

    shell.type("run", "--agent", agent, "--attempts", "1");

    assertThat(shell.status("does")).isEqualTo("landed");
    assertThat(shell.status("idles")).isEqualTo("no-change");
    for (String each : List.of("fails", "dies", "absent")) {
      assertThat(shell.status(each)).isEqualTo("failed");
      assertThat(git.show("refs/roundhouse/work/" + each + "/1/dirty", each + ".txt"))
          .isEqualTo("x");
    }
    assertThat(shell.type("why", "fails").out()).contains("exited with 1");
    assertThat(shell.type("why", "dies").out()).contains("exited with 143");
    assertThat(shell.type("why", "absent").out()).contains("exited with 127");
  }
}
