package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the state of Roundhouse, or what git needs, is removed: what the user is told. */
class LostStateTest {
  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() throws Exception {
    git = GitFixture.in(temporary.resolve("it's"));
    git.issue("A-1").issue("B-1").commitAll("all");
  }

  private RunReport run(String agent) throws Exception {
    RunOptions options =
        RunOptions.builder()
            .agent(git.agent("echo x >$ROUNDHOUSE_ISSUE_ID\n" + agent))
            .workers(1)
            .attempts(1)
            .build();
    return git.orchestrator().options(options).build().run();
  }

  private RepositoryException refused(String agent) {
    return catchThrowableOfType(RepositoryException.class, () -> run(agent));
  }

  @Test
  void anAgentThatRemovesTheStateEndsTheRunWhichSaysSo() throws Exception {
    Path state = git.root().toRealPath().resolve(".git/roundhouse");

    RepositoryException removed =
        refused("rm -rf \"$(git rev-parse --git-common-dir)/roundhouse\"");

    assertThat(removed)
        .hasMessage(state + ", where Roundhouse keeps its state, was removed during the run");
    assertThat(removed.hint()).contains("then run again");
    assertThat(run("").landed()).isEqualTo(2);
  }

  @Test
  void aRunThatBeginsAfterOneWasKilledNamesTheLastGoodCopy() throws Exception {
    run("");
    Path config = git.root().toRealPath().resolve(".git/config");
    String before = Files.readString(config);
    Files.writeString(config, "<<<<<<< HEAD\n");

    RepositoryException refused = refused("");

    Path good = config.resolveSibling("roundhouse/shared/config.good");
    assertThat(good).hasContent(before);
    assertThat(refused).hasMessageContaining("bad config line 1");
    String command =
        "cp " + Command.quoted(good.toString()) + " " + Command.quoted(config.toString());
    assertThat(refused.hint()).contains("restore it with " + command);
    git.gitIn(temporary, "-c", "alias.x=!" + command, "x");
    assertThat(run("").landed()).isZero();
  }

  @Test
  void aHookThatRemovesItsWorktreeEveryTimeCostsAttemptsAndTheRunEnds() throws Exception {
    RunOptions options =
        RunOptions.builder()
            .agent(git.agent("exit 0"))
            .setup(Command.parse(Command.quoted(git.script("setup", "rm -rf \"$PWD\""))))
            .workers(1)
            .attempts(1)
            .build();

    RunReport report = git.orchestrator().options(options).build().run();

    assertThat(report.issues())
        .allSatisfy(
            each -> {
              assertThat(each.status()).isEqualTo("failed");
              assertThat(each.reason()).contains("its worktree was removed before the agent began");
            });
  }
}
