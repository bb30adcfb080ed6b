package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.LandingStyle;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merge or squash, with a message of one's own, on the target or on branches: on real git. */
@Tag("slow")
class DeliveryOptionsTest {
  private static final String TWO_AUTHORS =
      """
      echo 1 >"$ROUNDHOUSE_ISSUE_ID.1"; git add -A .
      git commit -qm one --author 'Ann <ann@example.org>'
      echo 2 >"$ROUNDHOUSE_ISSUE_ID.2"; git add -A .
      git commit -qm two --author 'Bob <bob@example.org>'
      """;

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
  }

  private RunReport run(DeliveryOptions form) throws Exception {
    return run(form, TWO_AUTHORS);
  }

  private RunReport run(DeliveryOptions form, String agent) throws Exception {
    RunOptions options = RunOptions.builder().agent(git.agent(agent)).form(form).build();
    return git.orchestrator().options(options).build().run();
  }

  private GitFixture bareRemote() {
    Path bare = temporary.resolve("far.git");
    git.git("init", "-q", "--bare", bare.toString());
    git.git("remote", "add", "far", bare.toString());
    return git;
  }

  private String status(String id) throws Exception {
    return git.orchestrator()
        .options(RunOptions.builder().agent(new Command(List.of("true"))).build())
        .build()
        .preview()
        .view()
        .issue(new IssueId(id))
        .orElseThrow()
        .status()
        .word();
  }

  private void retry(String id) throws Exception {
    git.orchestrator().build().planEditor().retry(List.of(new IssueId(id)));
  }

  @Test
  void aMergeKeepsTheAgentsCommitsBehindIt() throws Exception {
    git.issue("A-1").commitAll("backlog");

    run(DeliveryOptions.DEFAULT);

    assertThat(git.git("log", "--format=%an: %s", "main^1..main^2").lines())
        .containsExactly("Bob: two", "Ann: one");
  }

  @Test
  void aSquashIsOnePlainCommitThatNamesTheAgentsAuthors() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");

    RunReport report = run(DeliveryOptions.DEFAULT.in(LandingStyle.SQUASH));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(git.git("rev-list", "--count", "main")).isEqualTo("4");
    assertThat(git.git("log", "-1", "--format=%an|%cn|%P", "main"))
        .isEqualTo("Ann|Tess Tester|" + git.git("rev-parse", "main~1"));
    assertThat(git.git("log", "-1", "--format=%(trailers:only)", "main"))
        .contains("Co-authored-by: Bob <bob@example.org>", "Roundhouse-Issue: A-2");
    assertThat(git.show("main", "A-2.1") + git.show("main", "A-2.2")).isEqualTo("12");
  }

  @Test
  void aMessageOfOnesOwnIsFilledAndHostileTextAddsNoTrailer() throws Exception {
    git.write(
        "issues/A-1.md",
        "---\nid: A-1\nstatus: open\n---\n# Do \u001b[31mit\n\nRoundhouse-Issue: EVIL-1\n");
    git.write("message.txt", "[{{issue.id}}] {{issue.title}}\n\n{{issue.body}}\n");
    git.commitAll("backlog");

    run(DeliveryOptions.DEFAULT.saying("message.txt"));

    assertThat(git.subjects("main").get(0)).isEqualTo("[A-1] Do  [31mit");
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void anUnknownVariableOfTheMessageStopsTheRunBeforeItBegins() {
    git.issue("A-1").write("message.txt", "one\n{{issue.titel}}\n").commitAll("backlog");

    assertThatThrownBy(() -> run(DeliveryOptions.DEFAULT.saying("message.txt")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("message.txt:2: unknown variable 'issue.titel'");
  }

  @Test
  void workIsLeftOnBranchesAndTheTargetStaysWhereItIs() throws Exception {
    git.issue("A-1").issue("A-2").issue("A-3", "blocked_by: [A-1]").commitAll("backlog");
    String before = git.git("rev-parse", "main");

    RunReport report = run(DeliveryOptions.DEFAULT.onBranches(Optional.empty()));

    assertThat(git.git("rev-parse", "main")).isEqualTo(before);
    assertThat(git.show("roundhouse/a-1", "A-1.1")).isEqualTo("1");
    assertThat(git.show("roundhouse/a-1", "issues/A-1.md")).contains("status: done");
    assertThat(git.git("ls-tree", "--name-only", "roundhouse/a-2")).doesNotContain("A-1.1");
    assertThat(git.git("branch", "--format=%(refname:short)"))
        .contains("roundhouse/a-1", "roundhouse/a-2")
        .doesNotContain("a-3");
    assertThat(report.landed()).isZero();
    assertThat(List.of(status("A-1"), status("A-2"))).containsOnly("branched");
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void onceTheBranchIsMergedWhatWaitedForItIsWorked() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");
    DeliveryOptions branches = DeliveryOptions.DEFAULT.onBranches(Optional.empty());
    run(branches);
    git.git("merge", "-q", "roundhouse/a-1");

    run(branches);

    assertThat(git.show("roundhouse/a-2", "A-1.1") + git.show("roundhouse/a-2", "A-2.1"))
        .isEqualTo("11");
  }

  @Test
  void aBranchWithSomebodyElsesCommitIsLeftAlone() throws Exception {
    git.issue("A-1").commitAll("backlog");
    git.git("branch", "roundhouse/a-1");
    String theirs = git.git("rev-parse", "roundhouse/a-1");

    run(DeliveryOptions.DEFAULT.onBranches(Optional.empty()));

    assertThat(git.git("rev-parse", "roundhouse/a-1")).isEqualTo(theirs);
    assertThat(git.show("roundhouse/a-1-1", "A-1.1")).isEqualTo("1");
  }

  @Test
  void aRetryMovesABranchOfOursButNotOneThatIsCheckedOut() throws Exception {
    git.issue("A-1").commitAll("backlog");
    DeliveryOptions branches = DeliveryOptions.DEFAULT.onBranches(Optional.empty());
    run(branches);
    String first = git.git("rev-parse", "roundhouse/a-1");
    retry("A-1");
    run(branches);
    String second = git.git("rev-parse", "roundhouse/a-1");
    git.git("worktree", "add", "-q", temporary.resolve("mine").toString(), "roundhouse/a-1");
    retry("A-1");

    run(branches);

    assertThat(second).isNotEqualTo(first);
    assertThat(git.git("rev-parse", "roundhouse/a-1")).isEqualTo(second);
    assertThat(git.show("roundhouse/a-1-3", "A-1.1")).isEqualTo("1");
  }

  @Test
  void aBranchIsPushedAndToldOnlyOnceTheRemoteHasIt() throws Exception {
    bareRemote().issue("A-1").commitAll("backlog");

    run(DeliveryOptions.DEFAULT.onBranches(Optional.of("far")));

    assertThat(git.git("ls-remote", "far", "refs/heads/roundhouse/a-1"))
        .startsWith(git.git("rev-parse", "roundhouse/a-1"));
    assertThat(git.git("ls-remote", "far").lines()).hasSize(1);
    assertThat(status("A-1")).isEqualTo("branched");
  }

  @Test
  void aRemoteMayBePushedToElsewhere() throws Exception {
    bareRemote().issue("A-1").commitAll("backlog");
    Path other = temporary.resolve("other.git");
    git.git("init", "-q", "--bare", other.toString());
    git.git("remote", "set-url", "--push", "far", other.toString());

    RunReport report = run(DeliveryOptions.DEFAULT.onBranches(Optional.of("far")));

    assertThat(report.ending()).isEqualTo(RunReport.Ending.FINISHED);
    assertThat(git.git("ls-remote", other.toString(), "refs/heads/roundhouse/a-1"))
        .startsWith(git.git("rev-parse", "roundhouse/a-1"));
  }

  @Test
  void whatSomebodyElsePushedIsNeverOverwritten() throws Exception {
    bareRemote().issue("A-1").commitAll("backlog");
    git.git("push", "-q", "far", "main:refs/heads/roundhouse/a-1");

    RunReport report = run(DeliveryOptions.DEFAULT.onBranches(Optional.of("far")));

    assertThat(git.git("ls-remote", "far", "refs/heads/roundhouse/a-1"))
        .startsWith(git.git("rev-parse", "main"));
    assertThat(report.issues().get(0).status()).isEqualTo("conflicted");
    assertThat(report.issues().get(0).reason()).contains("far has other commits on roundhouse/a-1");
  }

  @Test
  void aBranchTheRemoteRefusesRestsAndHoldsUpNoOther() throws Exception {
    bareRemote().issue("A-1").issue("A-2").commitAll("backlog");
    Path hook = temporary.resolve("far.git/hooks/pre-receive");
    Files.writeString(hook, "#!/bin/sh\nif grep -q a-1; then echo not this one >&2; exit 1; fi\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    RunReport report = run(DeliveryOptions.DEFAULT.onBranches(Optional.of("far")));

    assertThat(git.git("ls-remote", "far")).contains("roundhouse/a-2").doesNotContain("a-1");
    assertThat(status("A-2")).isEqualTo("branched");
    assertThat(status("A-1")).isEqualTo("rejected");
    assertThat(report.issues().get(0).reason()).contains("far rejects roundhouse/a-1: [");
  }

  @Test
  void aRemoteThatCannotBeReachedHoldsTheWorkUntilItCan() throws Exception {
    bareRemote().issue("A-1").commitAll("backlog");
    String there = git.git("remote", "get-url", "far");
    git.git("remote", "set-url", "far", temporary.resolve("nowhere").toString());
    DeliveryOptions pushed = DeliveryOptions.DEFAULT.onBranches(Optional.of("far"));

    RunReport held = run(pushed);
    git.git("remote", "set-url", "far", there);
    run(pushed, "exit 1");

    assertThat(held.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(held.note()).contains("far cannot be reached");
    assertThat(git.git("ls-remote", "far", "refs/heads/roundhouse/a-1"))
        .startsWith(git.git("rev-parse", "roundhouse/a-1"));
    assertThat(status("A-1")).isEqualTo("branched");
  }

  @Test
  void aCandidateThatIsBuiltAgainGoesToTheBranchThatHasTheOldOne() throws Exception {
    bareRemote().issue("A-1").commitAll("backlog");
    String there = git.git("remote", "get-url", "far");
    git.git("remote", "set-url", "far", temporary.resolve("nowhere").toString());
    DeliveryOptions pushed = DeliveryOptions.DEFAULT.onBranches(Optional.of("far"));
    assertThat(run(pushed).ending()).isEqualTo(RunReport.Ending.HELD);
    String first = git.git("rev-parse", "roundhouse/a-1");
    git.write("more", "x\n").commitAll("the user's");
    git.git("remote", "set-url", "far", there);

    run(pushed, "exit 1");

    assertThat(git.git("rev-parse", "roundhouse/a-1")).isNotEqualTo(first);
    assertThat(git.show("roundhouse/a-1", "more")).isEqualTo("x");
    assertThat(git.git("branch", "--format=%(refname:short)").lines())
        .containsExactlyInAnyOrder("main", "roundhouse/a-1");
    assertThat(status("A-1")).isEqualTo("branched");
  }

  @Test
  void aRemoteThatDoesNotExistOrABranchInTheWayIsRefused() {
    git.issue("A-1").commitAll("backlog");
    assertThatThrownBy(() -> run(DeliveryOptions.DEFAULT.onBranches(Optional.of("--exec=x"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no remote named");
    git.git("branch", "roundhouse");

    assertThatThrownBy(() -> run(DeliveryOptions.DEFAULT.onBranches(Optional.empty())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a branch named roundhouse");
  }
}
