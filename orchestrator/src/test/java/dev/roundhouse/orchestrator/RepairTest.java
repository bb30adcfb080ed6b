package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was sent back is mended where it stands, merged on the newest state: on real git. */
class RepairTest {
  /** Both start from one state, as neither ends before the other has begun. */
  private static final String TOGETHER =
      """
      touch "$HOME/$ROUNDHOUSE_ISSUE_ID.begun"
      until [ -e "$HOME/A-1.begun" ] && [ -e "$HOME/A-2.begun" ]; do sleep 0.02; done
      echo "by $ROUNDHOUSE_ISSUE_ID" >list.txt
      echo kept >"$ROUNDHOUSE_ISSUE_ID.o"; git add -f "$ROUNDHOUSE_ISSUE_ID.o"
      """;

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
    git.write("list.txt", "nobody\n").write(".gitignore", "*.o\n");
    git.issue("A-1").issue("A-2").commitAll("backlog");
  }

  private RunReport run(String agent, String repair, String gate) throws Exception {
    AgentSteps steps =
        new AgentSteps(
            Optional.empty(),
            AgentSteps.StepOptions.NONE,
            Optional.of(
                new AgentSteps.StepOptions(
                    Optional.of(quoted("repair", repair)), Optional.empty())));
    RunOptions.Builder options = RunOptions.builder().attempts(2);
    options.agent(git.agent(agent));
    options.gate(git.gate(gate));
    options.agents(options.agents().toBuilder().steps(steps).build());
    return git.orchestrator().options(options.build()).build().run();
  }

  private String quoted(String name, String body) {
    return "'" + git.script(name, body) + "'";
  }

  @Test
  void aConflictIsResolvedWhereTheAttemptedMergeStands() throws Exception {
    String repair =
        """
        cat >"$HOME/prompt"; cp list.txt "$HOME/seen"; git status --porcelain >"$HOME/status"
        sed -i '/^[<=>]/d' list.txt
        """;

    RunReport report = run(TOGETHER, repair, "true");

    assertThat(report.isComplete()).isTrue();
    assertThat(git.show("main", "list.txt").lines()).containsExactlyInAnyOrder("by A-1", "by A-2");
    assertThat(git.git("ls-tree", "--name-only", "main")).contains("A-1.o", "A-2.o");
    assertThat(home("seen")).contains("<<<<<<< A-", ": Work on A-", ">>>>>>> A-", "\n=======\n");
    assertThat(home("status")).contains(" M list.txt", " A A-").doesNotContain("UU");
    assertThat(home("prompt"))
        .contains("merged on the newest state", "list.txt: content", "by A-1", "by A-2");
  }

  private String home(String name) throws Exception {
    return java.nio.file.Files.readString(git.home().resolve(name));
  }

  @Test
  void whoLeavesAMarkerHasNotResolvedIt() throws Exception {
    RunReport report = run(TOGETHER, "echo more >>list.txt", "true");

    IssueResult failed =
        report.issues().stream().filter(each -> !each.isSettled()).findFirst().orElseThrow();
    assertThat(report.landed()).isEqualTo(1);
    assertThat(failed.status()).isEqualTo("failed");
    assertThat(failed.reason()).contains("conflict markers are left in list.txt");
    assertThat(git.show("main", "list.txt")).doesNotContain("<<<<<<<");
  }

  @Test
  void whatTheGateRefusedIsMendedAndNotDoneAgain() throws Exception {
    String agent = "echo \"$ROUNDHOUSE_ISSUE_ID\" >>\"$ROUNDHOUSE_ISSUE_ID.txt\"; echo 1 >wrong\n";
    String repair = "test -e \"$ROUNDHOUSE_ISSUE_ID.txt\"; rm wrong\n";

    RunReport report = run(agent, repair, "test ! -e wrong");

    assertThat(report.isComplete()).isTrue();
    assertThat(git.show("main", "A-1.txt")).isEqualTo("A-1");
    assertThat(git.show("main", "A-2.txt")).isEqualTo("A-2");
  }

  @Test
  void aRepairThatWasPutDownStartsFromTheSameWorkAgain() throws Exception {
    String repair =
        """
        if [ -e "$HOME/limited" ]; then rm wrong; exit 0; fi
        touch "$HOME/limited"
        past=$(date -u -d '1 second' +%Y-%m-%dT%H:%M:%SZ)
        echo "{\\"limit_until\\": \\"$past\\"}" >"$ROUNDHOUSE_RESULT"
        """;

    RunReport report =
        run("echo 1 >wrong; echo 1 >$ROUNDHOUSE_ISSUE_ID.right\n", repair, "test ! -e wrong");

    assertThat(report.isComplete()).isTrue();
    assertThat(git.home().resolve("limited")).exists();
    assertThat(git.show("main", "A-1.right")).isEqualTo("1");
  }
}
