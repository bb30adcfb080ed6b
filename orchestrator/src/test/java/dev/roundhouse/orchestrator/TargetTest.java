package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The user goes on with the target while, and after, work lands on it. */
@Tag("slow")
class TargetTest {
  private static final String EDIT =
      "echo \"$ROUNDHOUSE_ISSUE_ID\" >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
  }

  private RunOptions.Builder agent(String body) {
    return RunOptions.builder().agent(git.agent(body));
  }

  private Orchestrator.Builder at(RunOptions.Builder options) {
    return git.orchestrator().options(options.build());
  }

  @Test
  void theLedgerAloneHoldsAnIssueTheUserIsEditingAndALaterLandingMarksIt() throws Exception {
    git.issue("A-1").commitAll("backlog");
    git.write("issues/A-1.md", git.read("issues/A-1.md") + "\nMine.\n");
    at(agent(EDIT)).build().run();
    assertThat(git.show("main", "issues/A-1.md")).contains("status: open");
    assertThat(git.read("issues/A-1.md")).contains("Mine.");

    git.issue("A-2").commitAll("my edit");
    RunReport second = at(agent(EDIT)).build().run();

    assertThat(second.isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(git.show("main", "issues/A-1.md")).contains("status: done", "Mine.");
  }

  @Test
  void syncMarksWhatLandedWithoutItsMarkOnceTheUsersEditIsCommitted() throws Exception {
    git.issue("A-1").commitAll("backlog");
    git.write("issues/A-1.md", git.read("issues/A-1.md") + "\nMine.\n");
    at(agent(EDIT)).build().run();
    assertThat(at(agent(EDIT)).build().sync(SyncReport.Mode.ASK).waiting()).isEmpty();
    assertThat(git.show("main", "issues/A-1.md")).contains("status: open");
    git.commitAll("my edit");

    assertThat(at(agent(EDIT)).build().sync(SyncReport.Mode.ASK).waiting()).isEmpty();

    assertThat(git.read("issues/A-1.md")).contains("status: done", "Mine.");
    assertThat(git.git("log", "-1", "--format=%B", "main"))
        .contains("Mark A-1 done", "Roundhouse-Sync: main");
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void syncNeedsNoBacklogAndGivesUpNothingThatWaits() throws Exception {
    git.write("README", "begin\n").commitAll("begin");
    git.issue("A-1").write("A-1.txt", "in the way\n");
    at(agent(EDIT)).build().run();
    git.issue("A-2");
    String red = git.script("red", "test ! -e \"$HOME/broken\"\n");
    at(agent(EDIT + "\ntouch \"$HOME/broken\"\n").gate(new Command(List.of(red)))).build().run();
    for (String each : List.of("issues/A-1.md", "issues/A-2.md", "issues", "A-1.txt")) {
      Files.delete(git.root().resolve(each));
    }

    assertThat(at(agent(EDIT)).build().sync(SyncReport.Mode.ASK).waiting()).isEmpty();

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(
            at(agent(EDIT))
                .build()
                .status()
                .view()
                .issue(new IssueId("A-2"))
                .orElseThrow()
                .status())
        .isEqualTo(LifecycleStatus.CANDIDATE);
  }

  @Test
  void whatTheUserCommitsDuringARunIsTakenIn() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");
    String body =
        EDIT
            + "cd '"
            + git.root()
            + "'; echo mine >mine-$ROUNDHOUSE_ISSUE_ID; git add mine-$ROUNDHOUSE_ISSUE_ID;"
            + " git commit -qm 'by the user'";

    RunReport report = at(agent(body)).build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(git.subjects("main")).contains("by the user");
    assertThat(git.read("mine-A-2")).isEqualTo("mine\n");
  }

  @Test
  void whatTheUserAmendsAwayWhileAGateRunsDoesNotComeBack() throws Exception {
    git.issue("A-1").commitAll("backlog");
    git.write("secret", "1").write("ok", "1").commitAll("with a secret");
    String gate =
        "[ ! -e \"$HOME/amended\" ] || exit 0\ntouch \"$HOME/amended\"\ncd '"
            + git.root()
            + "'\ngit rm -q secret\ngit commit -q --amend -m without\n";

    String secret = git.git("rev-parse", "main");

    amended(gate);

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.git("rev-list", "main").lines()).doesNotContain(secret);
    assertThat(git.root().resolve("secret")).doesNotExist();
    assertThat(git.show("main", "ok")).isEqualTo("1");
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void whatTheUserResetsBelowALandingThatWaitsDoesNotComeBack() throws Exception {
    git.issue("A-1").commitAll("backlog");
    git.write("secret", "1").commitAll("with a secret");
    git.write("A-1.txt", "in the way");
    amended("exit 0\n");
    git.git("reset", "-q", "--hard", "HEAD~1");
    Files.delete(git.root().resolve("A-1.txt"));

    SyncReport report =
        git.orchestrator()
            .options(RunOptions.builder().gate(new Command(List.of("true"))).build())
            .build()
            .sync(SyncReport.Mode.ASK);

    assertThat(report.waiting()).isEmpty();
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.root().resolve("secret")).doesNotExist();
    assertThat(git.git("ls-tree", "--name-only", "main")).doesNotContain("secret");
  }

  @Test
  void syncMergesNothingThatTheGateOfTheRunHasNotSeen() throws Exception {
    git.issue("A-1").commitAll("backlog");
    git.write("A-1.txt", "in the way");
    amended("exit 0\n");
    Files.delete(git.root().resolve("A-1.txt"));
    git.write("mine", "1").git("add", "mine");
    git.git("commit", "-q", "-m", "mine");
    String before = git.git("rev-parse", "main");

    SyncReport report = git.orchestrator().build().sync(SyncReport.Mode.ASK);

    assertThat(report.waiting()).hasValueSatisfying(why -> assertThat(why).contains("--gate"));
    assertThat(git.git("rev-parse", "main")).isEqualTo(before);
  }

  @Test
  void aLandingThatIsGivenUpStaysBehindARef() throws Exception {
    git.issue("A-1").commitAll("backlog");
    amended("exit 0\n");
    String landing = git.git("rev-parse", "main");
    git.git("reset", "-q", "--hard", "HEAD~1");

    git.orchestrator().build().sync(SyncReport.Mode.ACCEPT);

    assertThat(
            git.git(
                "for-each-ref",
                "refs/roundhouse/dropped/",
                "--contains=" + landing,
                "--format=%(refname)"))
        .isEqualTo("refs/roundhouse/dropped/" + landing);
  }

  private void amended(String gate) throws Exception {
    git.orchestrator()
        .options(
            RunOptions.builder().agent(git.agent("echo x >A-1.txt")).gate(git.gate(gate)).build())
        .build()
        .run();
  }

  @Test
  void droppedLandingsAreNeverResurrectedByThemselves() throws Exception {
    git.issue("A-1").commitAll("backlog");
    at(agent(EDIT)).build().run();
    git.git("reset", "-q", "--hard", "main~1");
    git.issue("A-2").commitAll("more");

    assertThatThrownBy(() -> at(agent(EDIT)).build().run())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("A-1: Work on A-1");

    SyncReport restored = at(agent(EDIT)).build().sync(SyncReport.Mode.RESTORE);
    assertThat(restored.waiting()).isEmpty();
    assertThat(git.read("A-1.txt")).isEqualTo("A-1\n");
  }

  @Test
  void anAmendedLandingIsNoDroppedOne() throws Exception {
    git.issue("A-1").commitAll("backlog");
    at(agent(EDIT)).build().run();
    git.write("more", "x\n").git("add", "more");
    git.git("commit", "-q", "--amend", "--no-edit");
    git.issue("A-2").commitAll("more");

    assertThat(at(agent(EDIT)).build().run().isComplete()).isTrue();

    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(git.read("more")).isEqualTo("x\n");
  }

  @Test
  void whatConflictsWithWhatLandedHoldsARunBeforeAnyAgentStartsUntilItIsMerged() throws Exception {
    git.write("shared", "old\n").issue("A-1").commitAll("backlog");
    git.write("shared", "the user's\n");
    at(agent("echo agent >shared")).build().run();
    assertThat(git.read("shared")).isEqualTo("the user's\n");
    git.issue("A-2").commitAll("mine");

    RunReport held = at(agent("touch \"$HOME/started\"")).build().run();

    assertThat(held.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(held.note()).contains("shared", "refs/roundhouse/tip/main", "by hand");
    assertThat(held.isComplete()).isFalse();
    assertThat(git.home().resolve("started")).doesNotExist();

    git.git("merge", "-q", "-X", "ours", "-m", "both", "refs/roundhouse/tip/main");
    assertThat(at(agent(EDIT)).build().run().isComplete()).isTrue();
    assertThat(git.read("shared")).isEqualTo("the user's\n");
  }

  private static Selection only(String id) {
    return new Selection(Set.of(id), Set.of(), Set.of(), Set.of(), Set.of(), 0);
  }

  @ParameterizedTest
  @CsvSource({"rel/1, rel", "rel, rel/1/deep", "a/b/c, a/b"})
  void theTipOfABranchThatIsGoneDoesNotStandInTheWayOfOneThatCouldNotExistBesideIt(
      String gone, String target) throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    git.git("switch", "-q", "-c", gone);
    at(agent(EDIT).selection(only("A-1"))).build().run();
    git.git("switch", "-q", "main");
    git.git("branch", "-q", "-D", gone); // its landing is on no branch now
    git.git("switch", "-q", "-c", target);

    RunReport report = at(agent(EDIT).selection(only("A-2"))).build().run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(git.landed(target)).containsExactly("A-2");
    assertThat(git.git("for-each-ref", "--format=%(refname)", "refs/roundhouse/tip"))
        .isEqualTo("refs/roundhouse/tip/" + target);
    String kept = git.git("for-each-ref", "--format=%(refname)", "refs/roundhouse/dropped");
    assertThat(git.landed(kept)).containsExactly("A-1");
  }

  @Test
  void whatWasLeftUncommittedLandsWithTheTitleOfItsIssue() throws Exception {
    git.write("issues/A-1.md", "---\nid: A-1\n---\n# Mend the parser\n").commitAll("backlog");

    at(agent(EDIT)).build().run();

    assertThat(git.git("log", "--format=%s", "main^2^..main^2")).isEqualTo("Mend the parser");
    assertThat(git.git("log", "--format=%b", "main^2^..main^2"))
        .contains("Work on A-1 that its agent left uncommitted.");
  }
}
