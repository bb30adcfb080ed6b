package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is brought back is all of it, whatever the user's own settings and names are. */
class RescuePatchTest extends CommandFixture {
  @BeforeEach
  void failHalfWay() {
    git.write("long", "1\n2\n3\n4\n5\n6\n7\n8\n9\n").issue("A-1").commitAll("backlog");
    String agent = git.script("agent", "echo end >>long; echo x >a; echo x >b; exit 1");
    shell.type("run", "--agent", agent, "--attempts", "1");
  }

  @Test
  void aPatchIsForGitApplyHoweverTheUserLikesToReadOne() {
    git.git("config", "diff.context", "0");
    git.git("config", "diff.noprefix", "true");
    git.git("config", "diff.orderFile", "nowhere");
    Path patch = temporary.resolve("patch");

    Shell.Answer answer = shell.type("rescue", "A-1", "--patch", patch.toString());

    assertThat(answer.code()).as(answer.err()).isZero();
    git.git("apply", patch.toString());
    assertThat(git.read("long")).endsWith("9\nend\n");
    assertThat(git.read("b")).isEqualTo("x\n");
  }

  @Test
  void aBranchThatGitCouldNotHoldBesideAnotherIsRefusedAndTheOtherNamed() {
    Shell.Answer below = shell.type("rescue", "A-1", "--branch", "main/back");
    assertThat(below.code()).isEqualTo(2);
    assertThat(below.err()).contains("refs/heads/main").doesNotContain(".lock");

    git.git("branch", "folder/one");
    Shell.Answer above = shell.type("rescue", "A-1", "--branch", "folder");
    assertThat(above.code()).isEqualTo(2);
    assertThat(above.err()).contains("refs/heads/folder/one").doesNotContain(".lock");
  }

  @Test
  void whatGitTakesForNoBranchIsNone() {
    git.git("switch", "-q", "-c", "other");
    git.git("switch", "-q", "main");
    for (String name : new String[] {"HEAD", "@{-1}"}) {
      assertThat(shell.type("rescue", "A-1", "--branch", name).code()).as(name).isEqualTo(2);
    }
    assertThat(git.git("branch", "--format=%(refname:short)").lines())
        .containsExactly("main", "other");
  }
}
