package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ref that does not point at a commit is named, with the way out, by every command it stops. */
@Tag("slow")
class RefAtABlobTest extends CommandFixture {
  @ParameterizedTest
  @CsvSource({
    "refs/roundhouse/tip/main, run",
    "refs/roundhouse/tip/main, status",
    "refs/roundhouse/tip/main, sync",
    "refs/roundhouse/tip/main, gc",
    "refs/roundhouse/synced/main, run",
    "refs/roundhouse/work/a-1/1/head, rescue",
    "refs/roundhouse/dropped/x, run"
  })
  void itIsNamedWithTheWayOutWhichHelps(String ref, String command) throws IOException {
    git.issue("A-1").commitAll("backlog");
    run(EDIT);
    git.issue("A-2");
    String blob = git.git("hash-object", "-w", "issues/A-2.md");
    Path file = git.root().resolve(".git").resolve(ref);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, blob + "\n");

    Shell.Answer answer = command.equals("run") ? run(EDIT) : shell.type(command);

    assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(2);
    assertThat(answer.err())
        .contains(ref + " points at a blob (" + blob.substring(0, 10) + ")")
        .contains("'git update-ref -d " + ref + "' removes it");

    git.git("update-ref", "-d", ref);
    assertThat(run(EDIT).code()).isZero();
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
  }

  @ParameterizedTest
  @CsvSource({"tree", "blob"})
  void aBranchThatIsNoCommitIsNamed(String kind) throws IOException {
    git.issue("A-1").commitAll("backlog");
    String commit = git.git("rev-parse", "HEAD");
    String object =
        git.git("rev-parse", kind.equals("tree") ? "HEAD^{tree}" : "HEAD:issues/A-1.md");
    Files.writeString(git.root().resolve(".git/refs/heads/main"), object + "\n");

    Shell.Answer answer = run(EDIT);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("refs/heads/main points at a " + kind, "puts it back");
    git.git("update-ref", "refs/heads/main", commit);
    assertThat(run(EDIT).code()).isZero();
  }
}
