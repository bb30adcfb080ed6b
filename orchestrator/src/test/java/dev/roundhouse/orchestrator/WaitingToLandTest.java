package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Work that is finished and could not land: what is said of it, and that nothing raw of git's is.
 */
class WaitingToLandTest {
  @TempDir Path temporary;
  private GitFixture git;
  private boolean deletes;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
  }

  private RunReport run(String agent, String gate) throws Exception {
    RunOptions options =
        RunOptions.builder().target("main").agent(git.agent(agent)).gate(git.gate(gate)).build();
    return git.orchestrator().options(options).listener(this::hear).build().run();
  }

  private void hear(RunEvent event) {
    if (deletes && event.equals(new RunEvent.Entered(new IssueId("A-1"), Phase.GATE))) {
      git.git("update-ref", "-d", "refs/heads/main");
    }
  }

  @Test
  void whatIsFinishedWhenTheQueueIsHeldIsSaidToLandWithTheNextRun() throws Exception {
    RunReport held = run("echo x >A-1.txt", "exit 1"); // the base is red, too

    assertThat(held.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(held.issues())
        .extracting(IssueResult::reason)
        .containsExactly("finished, waiting to land; the next run lands it");
    assertThat(run("exit 1", "exit 0").isComplete()).isTrue();
  }

  @Test
  void aTargetThatIsDeletedJustBeforeAGateHasItsSlotStopsNoGateAndIsToldWithHowToMakeItAgain()
      throws Exception {
    git.git("checkout", "-q", "--detach");
    deletes = true;

    assertThatThrownBy(() -> run("echo x >A-1.txt", "exit 0"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            told -> assertThat(told.hint()).contains("git branch main refs/roundhouse/tip/main"))
        .hasMessage("branch main is gone");

    assertThat(git.landed("refs/roundhouse/tip/main")).containsExactly("A-1");
    deletes = false;
    git.git("branch", "main", "refs/roundhouse/tip/main");
    assertThat(run("exit 1", "exit 0").isComplete()).isTrue();
  }

  @Test
  void aTargetThatIsDeletedBeforeAGateHasItsSlotIsToldInOurOwnWords() {
    git.git("checkout", "-q", "--detach");

    assertThatThrownBy(() -> run("echo x >A-1.txt\ngit update-ref -d refs/heads/main", "exit 0"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("branch main is gone");
  }
}
