package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that may have missed an open issue says so at its end, and is not complete. */
class UnreadIssueTest {
  @TempDir Path temporary;

  private GitFixture project() {
    return GitFixture.in(temporary.resolve("project")).issue("A-1");
  }

  private static Shell.Answer run(GitFixture git, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "run";
    words[1] = "--agent";
    words[2] = git.script("agent", "echo x >x");
    System.arraycopy(more, 0, words, 3, more.length);
    return new Shell(git).type(words);
  }

  @Test
  void anOpenIssueThatCannotBeReadIsNamedAtTheEndAndTheExitCodeIs1() {
    GitFixture git = project();
    git.write("issues/A-2.md", "---\nstatus: open\nx: [\n---\n");
    git.commitAll("backlog");
    Shell.Answer answer = run(git);

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out().substring(answer.out().indexOf("finished in")))
        .contains("not worked on, because the file is not a valid issue", "issues/A-2.md:4");
    assertThat(run(git, "--json").json().path("complete").asBoolean(true)).isFalse();
  }

  @Test
  void aClosedOneMattersToNobodyAndNoneDoesWhereIssuesAreNamed() {
    GitFixture git = project();
    git.write("issues/A-2.md", "---\nstatus: done\nx: [\n---\n");
    git.commitAll("backlog");
    assertThat(run(git).code()).isZero();
    git.write("issues/A-2.md", "---\nstatus: open\nx: [\n---\n");
    git.commitAll("backlog");
    assertThat(run(git, "--only", "A-1").code()).isZero();
  }
}
