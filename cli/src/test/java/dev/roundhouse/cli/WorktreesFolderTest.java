package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worktrees go where the user says, but never into the user's own files. */
class WorktreesFolderTest extends CommandFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {".", "issues", "new/folder", ".git/worktrees-of-mine", "../way-in/deeper"})
  void aFolderInsideTheCheckoutOrItsRepositoryIsRefusedAndNothingWritten(String folder)
      throws Exception {
    git.issue("A-1").commitAll("backlog");
    Files.createSymbolicLink(temporary.resolve("way-in"), git.root());

    Shell.Answer answer =
        shell.type("run", "--agent", git.script("agent", "echo x >x"), "--worktrees", folder);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("inside the repository", "--worktrees");
    assertThat(git.git("status", "--porcelain")).isEmpty();
    assertThat(git.landed("main")).isEmpty();
  }

  @Test
  void aFolderElsewhereWillDo() {
    git.issue("A-1").commitAll("backlog");

    Shell.Answer answer =
        shell.type(
            "run", "--agent", git.script("agent", "echo x >x"), "--worktrees", "../far/away");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(temporary.resolve("far/away/w1")).isDirectory();
  }

  @Test
  void workInAWorktreeThatNoLedgerKnowsOfIsPutAside() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    String agent = git.script("agent", "echo x >x-$ROUNDHOUSE_ISSUE_ID");
    shell.type("run", "--agent", agent, "--only", "A-1", "--workers", "1");
    Path worktrees = temporary.resolve("project.roundhouse");
    Files.writeString(worktrees.resolve("w1/precious"), "mine\n");
    MoreFiles.deleteRecursively(
        git.root().resolve(".git/roundhouse"), RecursiveDeleteOption.ALLOW_INSECURE);

    Shell.Answer answer = shell.type("run", "--agent", agent, "--workers", "1");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("w1.kept-unknown");
    assertThat(worktrees.resolve("w1.kept-unknown/precious")).hasContent("mine");
    assertThat(worktrees.resolve("w1/precious")).doesNotExist();
  }
}
