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

  @Test
  void anAttemptThatChangedNothingHasNoPatchWhateverLandedBefore() {
    git.issue("B-1").issue("B-2").commitAll("more");
    run("[ $ROUNDHOUSE_ISSUE_ID = B-1 ] && echo x >landed || exit 3", "--only", "B-1");
    run("exit 3", "--only", "B-2", "--attempts", "1");
    assertThat(git.landed("main")).containsExactly("B-1");
    Path patch = temporary.resolve("patch");

    Shell.Answer toFile = shell.type("rescue", "B-2", "--patch", patch.toString());
    Shell.Answer toOut = shell.type("rescue", "B-2", "--patch", "-");

    assertThat(toFile.code()).as(toFile.err()).isEqualTo(2);
    assertThat(toFile.err()).contains("attempt 1 of b-2 changed nothing");
    assertThat(patch).doesNotExist();
    assertThat(toOut.code()).isEqualTo(2);
    assertThat(toOut.out()).isEmpty();
  }

  @Test
  void anEarlierAttemptThatChangedNothingHasNoPatchEither() {
    git.issue("B-1").issue("B-2").commitAll("more");
    run("[ $ROUNDHOUSE_ISSUE_ID = B-1 ] && echo x >landed", "--only", "B-1");
    String once = "[ $ROUNDHOUSE_ATTEMPT = 1 ] && exit 3; echo y >two; exit 3";
    run(once, "--only", "B-2", "--attempts", "2");

    Shell.Answer first = shell.type("rescue", "B-2", "--attempt", "1", "--patch", "-");
    Path patch = temporary.resolve("patch");
    Shell.Answer second =
        shell.type("rescue", "B-2", "--attempt", "2", "--patch", patch.toString());

    assertThat(first.code()).as(first.err()).isEqualTo(2);
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(patch).content().contains("b/two").doesNotContain("landed");
  }
}
