package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person answers an agent from the command line. */
class RetrySayTest extends CommandFixture {
  private String agent = "";

  @BeforeEach
  void runUntilItIsToBeRead() throws Exception {
    agent =
        git.script(
            "agent",
            "cat >\"$HOME/prompt\"; cp done.txt \"$HOME/seen\" 2>/dev/null || true; echo more >>done.txt\n");
    git.issue("A-1").issue("A-2");
    git.write("roundhouse.yaml", "review: required\ngate: 'true'\nskip: [A-2]\n");
    git.commitAll("backlog");
    assertThat(shell.type("run", "--agent", agent).code()).isEqualTo(1);
  }

  private String home(String name) throws Exception {
    return Files.readString(git.home().resolve(name));
  }

  @Test
  void commentsReachTheNextAttemptWhichGoesOnFromTheWork() throws Exception {
    Shell.Answer said = shell.type("retry", "A-1", "--say", "say it twice\nplease");

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .isEqualTo(
            "A-1 is open again; its next attempt goes on from the work that is kept, with your"
                + " comments\n");
    assertThat(shell.type("show", "A-1").out())
        .contains("comments", "    say it twice\n    please");
    shell.type("run", "--agent", agent);
    assertThat(home("seen")).isEqualTo("more\n");
    assertThat(home("prompt")).contains("say it twice\nplease");
    assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");
  }

  @Test
  void aFreshStartHasNoWork() throws Exception {
    assertThat(shell.type("retry", "A-1", "--fresh", "--say", "other way").out())
        .contains("begins with your comments, without earlier work");

    shell.type("run", "--agent", agent);

    assertThat(git.home().resolve("seen")).doesNotExist();
    assertThat(home("prompt")).contains("other way");
  }

  @Test
  void emptyCommentsChangeNothing() {
    Shell.Answer said = shell.type("retry", "A-1", "--say", "  ");

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("--say has no text", "write what the agent should do");
    assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");
  }
}
