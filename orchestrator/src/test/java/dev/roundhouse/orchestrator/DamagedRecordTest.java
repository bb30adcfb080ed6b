package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import dev.roundhouse.orchestrator.testing.RogueRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Git's own record of a worktree, destroyed by an agent, costs that attempt and nothing else. */
@Tag("slow")
class DamagedRecordTest {
  private static final String COMMITS = "echo y >own\ngit add own\ngit commit -qm own\n";
  private static final String RECORD = "G=$(git rev-parse --absolute-git-dir)\necho x >file\n";
  private static final String EMPTY_INDEX = ": >\"$G/index\"";
  private static final String NO_INDEX_BUT_A_FOLDER = "rm \"$G/index\"; mkdir -p \"$G/index/a\"";
  private static final String CUT_INDEX = "echo DIRC >\"$G/index\"";
  private static final String CLOSED_INDEX = "chmod 0 \"$G/index\"";
  private static final String HEAD = "echo garbage >\"$G/HEAD\"";
  private static final String EMPTY_HEAD = ": >\"$G/HEAD\"";
  private static final String BOTH = ": >\"$G/index\"; : >\"$G/HEAD\"";
  private static final String COMMON = "echo /nowhere >\"$G/commondir\"";

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {EMPTY_INDEX, NO_INDEX_BUT_A_FOLDER, CUT_INDEX, HEAD, EMPTY_HEAD, BOTH})
  void whatIsLeftIsSaved(String damage) throws Exception {
    RogueRun rogues = RogueRun.in(temporary.resolve("project"));
    rogues
        .issue("A-1", COMMITS + RECORD + damage)
        .issue("B-1", "echo b >b")
        .issue("C-1", "echo c >c");

    rogues.run(rogues.orchestrator(rogues.options().workers(1)));

    assertThat(rogues.outcome("A-1")).matches("failed: the worktree's (index|HEAD) was damaged");
    assertThat(rogues.kept("A-1", "dirty", "file")).isEqualTo("x");
    String piece = rogues.kept("A-1").contains("lost-1") ? "lost-1" : "head";
    assertThat(rogues.kept("A-1", piece, "own")).isEqualTo("y");
    assertThat(rogues.landed()).containsExactly("B-1", "C-1");
  }

  @Test
  void anIndexThatCannotBeReadIsMadeReadable() throws Exception {
    RogueRun rogues = RogueRun.in(temporary.resolve("project"));
    rogues.issue("A-1", RECORD + CLOSED_INDEX).run();

    assertThat(rogues.landed()).containsExactly("A-1");
  }

  @Test
  void aRecordThatLeadsNowhereIsPutRightAndTheWorkKept() throws Exception {
    RogueRun rogues = RogueRun.in(temporary.resolve("project"));
    rogues
        .issue("A-1", COMMITS + RECORD + COMMON)
        .issue("B-1", "echo b >b")
        .issue("C-1", "echo c >c");

    rogues.run(rogues.orchestrator(rogues.options().workers(1)));

    assertThat(rogues.outcome("A-1"))
        .isEqualTo("failed: git's record of the worktree was changed, and was restored");
    assertThat(rogues.kept("A-1", "dirty", "file")).isEqualTo("x");
    assertThat(rogues.kept("A-1", "head", "own")).isEqualTo("y");
    assertThat(rogues.landed()).containsExactly("B-1", "C-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {EMPTY_INDEX, NO_INDEX_BUT_A_FOLDER, HEAD, BOTH, COMMON})
  void theRunAfterOneThatWasKilledGoesOn(String damage) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("B-1").commitAll("backlog");
    String agent =
        git.script(
            "agent",
            "if [ $ROUNDHOUSE_ISSUE_ID = A-1 ] && ! [ -e \"$HOME/done\" ]; then\n"
                + "touch \"$HOME/done\"\n"
                + RECORD
                + damage
                + "\ntouch \"$HOME/damaged\"\n"
                + "else\n" // whoever ends first ends the run
                + "until [ -e \"$HOME/damaged\" ]; do sleep 0.05; done\n"
                + "echo w >$ROUNDHOUSE_ISSUE_ID; fi\n");
    halt(git, agent);

    RunOptions options = RunOptions.builder().agent(new Command(List.of(agent))).workers(1).build();
    RunReport report = git.orchestrator().options(options).build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "B-1");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "file")).isEqualTo("x");
  }

  private static void halt(GitFixture git, String agent) throws Exception {
    CrashHarness.halt(
        git,
        LandingCrashTest.Halting.class,
        git.root().toString(),
        Checkpoint.AGENT_ENDED.name(),
        agent,
        git.script("gate", "true"));
    assertThat(Files.exists(git.root().resolve(".git/roundhouse/journal"))).isTrue();
  }
}
