package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    if (deletes
        && event instanceof RunEvent.Entered entered
        && entered.issue().equals(new IssueId("A-1"))
        && entered.phase() == Phase.GATE) {
      git.git("update-ref", "-d", "refs/heads/main");
    }
  }

  @Test
  void whatIsFinishedWhenTheQueueIsHeldIsSaidToLandWithTheNextRun() throws Exception {
    RunReport held =
        run(
            "echo x >A-1.txt\ntouch \"$HOME/red\"",
            "test ! -e \"$HOME/red\""); // soon the base is, too

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

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"SPECULATE, 1, 3", "BATCH, 1, 1", "SERIAL, 2, 2"})
  void attemptsStartOnlyWhileFewFinishedOnesWaitToLand(
      LandingOptions.Mode mode, int workers, int waiting) throws Exception {
    for (int i = 2; i <= 14; i++) {
      git.issue("A-" + i);
    }
    git.commitAll("backlog");
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    RunOptions options =
        RunOptions.builder()
            .target("main")
            .workers(workers)
            .agent(git.agent("echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\""))
            .gate(git.gate("exec sleep 0.2")) // an agent is faster
            .landing(LandingOptions.DEFAULT.in(mode).withGates(1).withWaiting(waiting))
            .build();

    RunReport report =
        git.orchestrator()
            .options(options)
            .listener(
                event -> {
                  if (event instanceof RunEvent.Claimed) {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                  } else if (event instanceof RunEvent.Landed) {
                    underWay.decrementAndGet();
                  }
                })
            .build()
            .run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(git.landed("main")).hasSize(14);
    assertThat(most).hasValueLessThan(waiting + workers + 1);
  }
}
