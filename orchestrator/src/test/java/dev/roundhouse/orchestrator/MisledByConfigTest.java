package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the configuration makes git believe of where its working tree is: nothing is written
 * there, nobody's work is lost, and the run says what leads git elsewhere.
 */
@Tag("slow")
class MisledByConfigTest extends MisledGitFixture {
  private static final String EXTENSION = "git config extensions.worktreeConfig true\n";

  @ParameterizedTest
  @ValueSource(strings = {"", EXTENSION})
  void aKeyThatNamesAnotherWorkingTreeLeadsNobodyThere(String extension) throws Exception {
    RunReport report = run(git, first(extension + "git config core.worktree '" + victim + "'"));

    assertNothingIsHarmed();
    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("refs/roundhouse/tip/main"))
        .containsExactlyInAnyOrder("A-1", "B-1", "C-1");
    assertThat(git.landed("main")).isEmpty();
    assertThat(told)
        .anyMatch(each -> each.startsWith("while A-1 was worked on, config (core.worktree"))
        .anyMatch(
            each ->
                each.contains("core.worktree is " + victim)
                    && each.contains(git.root().resolve(".git/config") + " (last changed 2"));

    git.git("config", "--file", git.root() + "/.git/config", "--unset", "core.worktree");
    git.orchestrator().build().sync(SyncReport.Mode.ASK);
    assertThat(git.landed("main")).hasSize(3);
    assertThat(git.root().resolve("C-1.txt")).hasContent("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EXTENSION})
  void aKeyThatCallsTheRepositoryBareStopsNobody(String extension) throws Exception {
    RunReport report = run(git, first(extension + "git config core.bare true"));

    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.git("rev-parse", "refs/heads/main"))
        .as("a branch that is checked out is never moved without its files")
        .isEqualTo(git.git("rev-parse", "refs/roundhouse/synced/main"));
    assertThat(git.landed("main")).isEmpty();
    assertThat(told)
        .anyMatch(each -> each.contains("core.bare"))
        .anyMatch(each -> each.contains("core.bare is true in " + git.root()));
  }

  @Test
  void aRunThatBeginsWhereGitIsLedElsewhereIsRefusedAndSaysWhy() {
    git.git("config", "core.worktree", victim.toString());

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .hasMessageContaining("core.worktree is " + victim)
        .hasMessageContaining(".git/config");
    assertNothingIsHarmed();
  }

  @Test
  void aCheckoutThatAKeyCallsBareIsNoBareRepository() {
    git.git("config", "core.bare", "true");

    assertThatThrownBy(() -> run(git, "echo x >x\n"))
        .hasMessageContaining("core.bare is true in " + git.root().resolve(".git/config"));
  }

  @Test
  void aSubmoduleThatLeadsGitElsewhereIsNotTakenForUnchanged() throws Exception {
    GitFixture inner = GitFixture.in(temporary.resolve("inner"));
    git.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.root() + "", "sub");
    git.commitAll("sub");
    Files.writeString(victim.resolve("README.md"), "A project.\n");

    RunReport report =
        run(
            git,
            first(
                "echo work >>sub/README.md; rm A-1.txt; git -C sub config core.worktree '"
                    + victim
                    + "'"));

    assertThat(victim.resolve("README.md")).hasContent("A project.");
    assertThat(report.landed()).isEqualTo(2);
    Path aside = git.root().resolveSibling("project.roundhouse").resolve("w1.kept-a-1-1");
    assertThat(aside.resolve("sub/README.md")).hasContent("A project.\nwork");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--squash", "--no-ff", "--no-commit", "--abort", "--nonsense", "-s ours"})
  void optionsTheBranchHasForMergesDoNotChangeHowItFollows(String options) throws Exception {
    git.git("config", "branch.main.mergeOptions", options);

    RunReport report = run(git, "echo x >$ROUNDHOUSE_ISSUE_ID.txt\n");

    assertThat(report.landed()).isEqualTo(3);
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "B-1", "C-1");
    assertThat(git.git("status", "--porcelain")).isEqualTo("?? mine.txt");
  }
}
