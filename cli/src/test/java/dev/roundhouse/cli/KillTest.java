package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program is killed with SIGKILL at some moment; the next run carries on. */
@Tag("slow")
class KillTest extends CommandFixture {
  /** Says so if two agents ever work on one issue at once. */
  private static final String ALONE =
      """
      exec 9>"$HOME/$ROUNDHOUSE_ISSUE_ID.lock"
      flock -n 9 || echo "$ROUNDHOUSE_ISSUE_ID" >>"$HOME/twice"
      echo "$ROUNDHOUSE_ISSUE_ID" >>"$HOME/worked"
      """;

  private Path home;

  @BeforeEach
  void makeRepository() {
    home = git.home();
  }

  private Process start(String agent, String gate) throws IOException {
    return shell.start(
        home.resolve("output"),
        "run",
        "--agent",
        git.script("agent", ALONE + agent),
        "--gate",
        git.script("gate", gate));
  }

  private void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    Patience.exitCode(process);
  }

  private void awaitFile(String name) {
    Patience.await().until(() -> Files.exists(home.resolve(name)));
  }

  private int finish(String agent, String gate) throws Exception {
    Process again = start(agent, gate);
    return Patience.exitCode(again);
  }

  private void everythingIsWellWith(String... ids) throws IOException {
    assertThat(git.landed("main")).as(output()).containsExactlyInAnyOrder(ids);
    assertThat(home.resolve("twice")).doesNotExist();
    assertThat(git.git("status", "--porcelain")).isEmpty();
    assertThat(git.git("fsck", "--no-dangling")).doesNotContain("error", "missing");
  }

  private String output() throws IOException {
    return Files.readString(home.resolve("output"));
  }

  @Test
  void whileAnAgentWorksItsWorkIsKeptAndItIsEndedAndTheIssueIsDoneAgain() throws Exception {
    git.issue("A-1").commitAll("backlog");
    String slow = "echo half >half; echo $$ >\"$HOME/pid\"; sleep 300";
    Process killed = start(slow, "true");
    awaitFile("pid");
    assertThat(shell.type("list").out()).contains("working").doesNotContain("interrupted");
    kill(killed);
    assertThat(shell.type("list").out()).contains("interrupted").doesNotContain("working");
    assertThat(shell.type("show", "A-1").out()).doesNotContain("running");
    assertThat(shell.type("why", "A-1").out())
        .contains("the run that worked on it is gone; the next run takes it up again")
        .contains("'roundhouse run' takes it up again")
        .doesNotContain("an attempt is running");
    assertThat(shell.type("plan").out())
        .contains("starts again after an interruption")
        .doesNotContain("under way");

    assertThat(finish("echo whole >whole", "true")).as(output()).isZero();

    everythingIsWellWith("A-1");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
    assertThat(GitFixture.runs(Long.parseLong(Files.readString(home.resolve("pid")).strip())))
        .isFalse();
    assertThat(git.git("ls-tree", "--name-only", "main")).contains("whole").doesNotContain("half");
    assertThat(shell.type("show", "A-1").out()).contains("attempts    2\n", "interrupted");
  }

  @Test
  void whatIsCancelledAfterTheKillIsSavedAndCancelledByTheNextRun() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Process killed = start("echo half >half; : >\"$HOME/begun\"; sleep 300", "true");
    awaitFile("begun");
    kill(killed);

    assertThat(shell.type("cancel", "A-1").out())
        .isEqualTo(
            "A-1 was interrupted; the next 'roundhouse run' saves its work, and it is then"
                + " cancelled\n");
    assertThat(shell.type("why", "A-1").out())
        .contains("the next run keeps its work, and it is then cancelled")
        .doesNotContain("takes it up again");
    assertThat(shell.type("plan").out()).contains("nothing would start", "would not run:");
    assertThat(finish("echo whole >whole", "true")).as(output()).isZero();

    assertThat(shell.status("A-1")).isEqualTo("cancelled");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
    everythingIsWellWith();
  }

  @Test
  void whatWasLeftInAnotherFolderOfWorktreesIsFound() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Process killed = start("echo half >half; : >\"$HOME/begun\"; sleep 300", "true");
    awaitFile("begun");
    kill(killed);
    git.script("agent", ALONE + "echo whole >whole");

    Shell.Answer answer =
        shell.type(
            "run", "--agent", home.resolve("agent").toString(), "--worktrees", "../elsewhere");

    assertThat(answer.code()).as(answer.err() + answer.out()).isZero();
    everythingIsWellWith("A-1");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
  }

  @Test
  void whileTheGateRunsTheWorkLandsWithoutBeingDoneAgain() throws Exception {
    git.issue("A-1").commitAll("backlog");
    String agent = "echo whole >whole";
    Process killed = start(agent, "[ -e whole ] || exit 0; echo $$ >\"$HOME/gating\"; sleep 300");
    awaitFile("gating");
    kill(killed);

    assertThat(finish(agent, "true")).as(output()).isZero();

    everythingIsWellWith("A-1");
    assertThat(Files.readAllLines(home.resolve("worked"))).containsExactly("A-1");
    assertThat(GitFixture.runs(Long.parseLong(Files.readString(home.resolve("gating")).strip())))
        .isFalse();
  }

  @Test
  void aCheckoutThatGoesOnBehindItsParentIsEndedBeforeItsSlotIsUsed() throws Exception {
    String filter =
        git.script("filter", ": >>\"$HOME/checking-out\"; [ -e \"$HOME/fast\" ] || sleep 300; cat");
    git.write(".gitattributes", "slow filter=slow\n").write("slow", "text\n").issue("A-1");
    git.git("config", "filter.slow.clean", "cat");
    git.commitAll("backlog");
    git.git("config", "filter.slow.smudge", filter);
    String agent = "cat slow >copy";
    Process killed = start(agent, "true");
    awaitFile("checking-out");
    kill(killed);
    Files.createFile(home.resolve("fast"));

    assertThat(finish(agent, "true")).as(output()).isZero();

    everythingIsWellWith("A-1");
    assertThat(git.show("main", "copy")).isEqualTo("text");
    assertThat(
            ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(filter)))
        .isEmpty();
  }

  @Test
  void inTheMiddleOfAFollowTheCheckoutIsPutBackAndThenFollows() throws Exception {
    String filter =
        git.script(
            "filter",
            "[ \"$PWD\" != '"
                + git.root()
                + "' ] || [ -e \"$HOME/fast\" ] || { : >\"$HOME/following\"; sleep 300; }; cat");
    git.write(".gitattributes", "slow filter=slow\n").write("early", "1\n").write("slow", "1\n");
    git.git("config", "filter.slow.clean", "cat");
    git.issue("A-1").commitAll("backlog");
    git.git("config", "filter.slow.smudge", filter);
    String agent = "echo 2 >early; echo 2 >slow; echo 2 >brand-new";
    Process killed = start(agent, "true");
    awaitFile("following");
    kill(killed);
    assertThat(git.read("early")).isEqualTo("2\n");
    assertThat(git.git("rev-parse", "main:early")).isNotEqualTo(git.git("hash-object", "early"));
    Files.createFile(home.resolve("fast"));

    assertThat(finish(agent, "true")).as(output()).isZero();

    everythingIsWellWith("A-1");
    assertThat(output()).contains("was interrupted: all files are as they were before");
    assertThat(git.read("slow")).isEqualTo("2\n");
    assertThat(Files.readAllLines(home.resolve("worked"))).containsExactly("A-1");
  }

  @Test
  void asSoonAsTheTipHasMovedNothingLandsTwice() throws Exception {
    git.issue("A-1").issue("A-2").issue("A-3").commitAll("backlog");
    String agent = "echo $ROUNDHOUSE_ISSUE_ID >$ROUNDHOUSE_ISSUE_ID.txt";
    Path tip = git.root().resolve(".git/refs/roundhouse/tip/main");
    for (int i = 1; i <= 3; i++) {
      String before =
          Files.exists(tip) ? Files.readString(tip) : git.git("rev-parse", "main") + "\n";
      Process killed = start(agent, "true");
      while (killed.isAlive() && (!Files.exists(tip) || Files.readString(tip).equals(before))) {
        Thread.onSpinWait();
      }
      kill(killed);
    }

    assertThat(finish(agent, "true")).as(output()).isZero();

    everythingIsWellWith("A-1", "A-2", "A-3");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void atAnyMomentOverAndOver(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      ids.add("A-" + i);
      git.issue("A-" + i, i % 3 == 0 ? "blocked_by: A-" + (i - 1) : "priority: P2");
    }
    git.commitAll("backlog");
    String agent =
        "echo 1 >$ROUNDHOUSE_ISSUE_ID.txt; git add -A; git commit -qm work; sleep 0.1;"
            + " echo 2 >>$ROUNDHOUSE_ISSUE_ID.txt";
    int kills = 0;
    for (int i = 0; i < 4; i++) {
      Process killed = start(agent, "sleep 0.05");
      if (!killed.waitFor(300 + random.nextInt(1200), TimeUnit.MILLISECONDS)) {
        kill(killed);
        kills++;
      }
    }

    assertThat(finish(agent, "true")).as(output()).isZero();

    assertThat(kills).isPositive();
    everythingIsWellWith(ids.toArray(String[]::new));
    for (String id : ids) {
      assertThat(git.show("main", id + ".txt")).isEqualTo("1\n2");
    }
  }
}
