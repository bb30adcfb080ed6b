package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentOptions.FollowUps;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents file further work, and decide nothing but what it says. */
@Tag("slow")
class FollowUpsTest {
  private static final String NEW = "cd .roundhouse/new\n";

  @TempDir Path temporary;
  private GitFixture git;
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1", "priority: P2").commitAll("backlog");
  }

  private RunReport run(FollowUps mode, String agent) throws Exception {
    return run(mode, 1, agent);
  }

  private RunReport run(FollowUps mode, int attempts, String agent) throws Exception {
    events.clear();
    RunOptions options =
        RunOptions.builder()
            .agent(git.agent(agent))
            .attempts(attempts)
            .workers(1)
            .agents(AgentOptions.DEFAULT.toBuilder().followUps(mode).build())
            .build();
    return git.orchestrator().options(options).listener(events::add).build().run();
  }

  private List<Issue> filed() throws IOException {
    List<Issue> filed = new ArrayList<>(CrashHarness.ledger(git).enrolled());
    filed.sort(Comparator.comparing(Issue::id));
    return filed;
  }

  private String warnings() {
    return events.stream()
        .filter(each -> each instanceof RunEvent.Noticed)
        .map(each -> ((RunEvent.Noticed) each).message())
        .collect(Collectors.joining("\n"));
  }

  private IssueRecord record(String id) throws IOException {
    return CrashHarness.ledger(git).issue(new IssueId(id)).orElseThrow();
  }

  @Test
  void whatAnAgentFilesWaitsForAPersonAndIsThenWorked() throws Exception {
    String agent =
        "test -z \"$(ls .roundhouse/new)\"; echo x >\"$ROUNDHOUSE_ISSUE_ID\"\n"
            + "if [ \"$ROUNDHOUSE_ISSUE_ID\" = A-1 ]; then\n"
            + "  printf '# Tidy the parser\\n\\nIt is long.\\n' >.roundhouse/new/tidy.md\n"
            + "else grep -q 'It is long' .roundhouse/issue.md; fi\n";

    RunReport report = run(FollowUps.HOLD, agent);

    assertThat(report.isComplete()).as("what nobody has asked for is not missing").isTrue();
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.git("ls-tree", "-r", "--name-only", "main")).doesNotContain("tidy");
    assertThat(record("A-1.1").status().word()).isEqualTo("awaiting-approval");
    assertThat(events)
        .contains(
            new RunEvent.FollowUpFiled(
                new IssueId("A-1"), new IssueId("A-1.1"), "Tidy the parser", true));
    assertThat(git.orchestrator().build().status().followUps(new IssueId("a-1")))
        .containsExactly(new IssueId("A-1.1"));

    git.orchestrator().build().planEditor().approve(List.of(new IssueId("A-1.1")));
    assertThat(run(FollowUps.HOLD, agent).isComplete()).isTrue();

    assertThat(git.landed("main")).containsExactly("A-1.1", "A-1");
    assertThat(filed()).hasSize(1);
  }

  @Test
  void ifTheUserWantsItTheyAreWorkedAtOnceButNotTheirOwnFollowUps() throws Exception {
    RunReport report =
        run(
            FollowUps.OPEN,
            "echo x >\"$ROUNDHOUSE_ISSUE_ID\"\n"
                + "echo \"# After $ROUNDHOUSE_ISSUE_ID\" >.roundhouse/new/more.md\n");

    assertThat(report.isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactly("A-1.1", "A-1");
    assertThat(record("A-1.1.1").status().word()).isEqualTo("awaiting-approval");
    assertThat(filed()).hasSize(2);
  }

  @Test
  void ifTheUserDoesNotWantThemTheyAreIgnored() throws Exception {
    run(
        FollowUps.OFF,
        "echo x >x; test ! -e .roundhouse/new; mkdir .roundhouse/new; echo '# a' >.roundhouse/new/a.md");

    assertThat(filed()).isEmpty();
    assertThat(warnings()).contains("its agent filed 1 follow-up issue, ignored because");
  }

  @Test
  void anAgentDecidesOnlyWhatTheySay() throws Exception {
    git.write("issues/B-1.md", "---\nstatus: deferred\n---\n# B\n");
    git.write("issues/C-8-broken.md", "---\nid: [\n---\n").commitAll("more");
    run(
        FollowUps.HOLD,
        "echo x >x\n"
            + NEW
            + "printf -- '---\\nid: b-1\\npriority: P0\\nparent: B-1\\nblocks: [B-1]\\n"
            + "type: bug\\nlabels: [ui, \"a\\\\tb\"]\\nblocked_by: [B-1]\\n"
            + "approved: true\\nstatus: in_progress\\n---\\n# Mine\\n' >1.md\n"
            + "printf -- '---\\nid: c-8\\n---\\n# Third\\n' >3.md\n"
            + "printf -- '---\\nid: C-7\\ntitle: \"\\\\x1b[31mred\\\\u202e\"\\n---\\n"
            + "token ghp_0123456789abcdefghijklmnopqrstuvwxyz\\n' >P0-D-9-x.md\n");

    LedgerView view = CrashHarness.ledger(git);
    Issue first = filed().get(0);
    assertThat(first.id()).as("b-1 exists").isEqualTo(new IssueId("A-1.1"));
    assertThat(first.priority()).as("that of A-1").isEqualTo(new Priority(2));
    assertThat(first.parent()).isEmpty();
    assertThat(first.blocks()).isEmpty();
    assertThat(first.labels()).containsExactly("ui");
    assertThat(first.blockedBy()).containsExactly(new IssueId("B-1"));
    assertThat(first.title()).isEqualTo("Mine");
    assertThat(filed().get(1).id()).as("C-8 may be there").isEqualTo(new IssueId("A-1.2"));
    Issue second = filed().get(2);
    assertThat(second.id()).isEqualTo(new IssueId("C-7"));
    assertThat(second.priority()).isEqualTo(new Priority(3));
    assertThat(second.title()).isEqualTo("[31mred");
    assertThat(second.body()).contains("token [redacted]");
    assertThat(view.issue(new IssueId("B-1"))).isEmpty();
    assertThat(view.issues())
        .filteredOn(each -> each.enrolment() != null)
        .allSatisfy(each -> assertThat(each.status().word()).isEqualTo("awaiting-approval"));
  }

  @Test
  void hostileFilesHarmNothingAndWhatIsNotAddedIsReported() throws Exception {
    git.write("secret", "# Secret\n").commitAll("secret");
    run(
        FollowUps.HOLD,
        "echo x >x\n"
            + NEW
            + "ln -s ../../secret 1.md; mkfifo 2.md; mkdir 3.md\n"
            + "head -c 70000 /dev/zero | tr '\\0' x >4.md; printf '# \\377\\n' >5.md\n");
    assertThat(filed()).isEmpty();
    assertThat(warnings())
        .contains(
            "'1.md' was not added: it is not a regular file",
            "'2.md' was not added",
            "'3.md' was not added",
            "'4.md' was not added: it is larger than 64 KiB",
            "'5.md' was not added: this is not valid UTF-8");

    git.issue("A-2").commitAll("more");
    run(
        FollowUps.HOLD,
        "echo x >y\n"
            + NEW
            + "printf -- '---\\nstatus: done\\n---\\n# Done\\n' >1.md\n"
            + "printf -- '---\\nid: [\\n---\\n' >2.md; : >'3 no_title.md'; echo >4.md\n"
            + "echo '# Readme' >readme.txt; echo '# Hidden' >.hidden.md\n"
            + "for i in 5 6 7 8; do echo \"# n $i\" >$i.md; done\n");
    assertThat(filed()).extracting(Issue::title).containsExactly("3 no title", "4", "n 5");
    assertThat(warnings())
        .contains(
            "'1.md' was not added: its status is done",
            "'2.md' was not added: the front matter is not valid YAML",
            "3 more were not added: an attempt may file 5");
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
  }

  @Test
  void filesThatOnlyLookAlikeAreAllAddedAndNoNamePosesAsAnotherLine() throws Exception {
    run(
        FollowUps.HOLD,
        "echo x >x\n"
            + NEW
            + "long=$(printf 'a%.0s' $(seq 90)); echo '# One' >${long}1.md; echo '# Two' >${long}2.md\n"
            + "echo '# Same' >\"$(printf '\\377').md\"; echo '# Same' >\"$(printf '\\376').md\"\n"
            + "mkdir \"$(printf 'z\\nlanded      B-1.md')\"\n");

    assertThat(filed()).extracting(Issue::title).containsExactly("One", "Two", "Same", "Same");
    assertThat(warnings())
        .contains("'z?landed      B-1.md' was not added")
        .doesNotContain("\nlanded");
  }

  @Test
  void noneTakesThePlaceOfAnIssueThatAnotherOneMeans() throws Exception {
    git.issue("B-2", "blocked_by: [C-9]", "depends_on: [C-8]").commitAll("more");

    run(
        FollowUps.OPEN,
        "echo x >\"$ROUNDHOUSE_ISSUE_ID\"\n"
            + "test $ROUNDHOUSE_ISSUE_ID = A-1 || exit 0\n"
            + NEW
            + "for id in 1 2 c-9 C-8 C-7; do\n"
            + "  printf -- '---\\nid: %s\\n---\\n# T\\n' \"'$id'\" | sed \"s/T$/T $id/\" >$id.md\ndone\n");

    assertThat(filed())
        .extracting(each -> each.id().value())
        .containsExactly("A-1.1", "A-1.2", "A-1.3", "A-1.4", "C-7");
    assertThat(git.landed("main")).doesNotContain("B-2");
  }

  @Test
  void aFolderThatLeadsElsewhereIsNotRead() throws Exception {
    git.write("elsewhere/a.md", "# Elsewhere\n").commitAll("elsewhere");

    run(FollowUps.HOLD, "echo x >x; rmdir .roundhouse/new; ln -s ../elsewhere .roundhouse/new\n");

    assertThat(filed()).isEmpty();
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void whatIsCommittedByForceDoesNotLandAndTrackedFilesStay() throws Exception {
    git.write(".roundhouse/new/tracked.md", "# Tracked\n").git("add", "-f", ".roundhouse");
    git.git("commit", "-qm", "tracked");

    run(
        FollowUps.HOLD,
        "echo x >x; echo '# New' >.roundhouse/new/new.md; echo y >>.roundhouse/new/tracked.md\n"
            + "git add -f .roundhouse x; git commit -qm all; echo z >z\n"
            + "echo '# Newer' >.roundhouse/new/newer.md; git add -f .roundhouse/new\n");

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.git("ls-tree", "-r", "--name-only", "main", ".roundhouse"))
        .isEqualTo(".roundhouse/new/tracked.md");
    assertThat(git.show("main", ".roundhouse/new/tracked.md")).isEqualTo("# Tracked");
    assertThat(filed()).extracting(Issue::title).containsExactly("New", "Newer");
  }

  @Test
  void laterAttemptsFileNothingTwiceAndFailedOnesCount() throws Exception {
    run(
        FollowUps.HOLD,
        3,
        "echo \"# Same\" >.roundhouse/new/$ROUNDHOUSE_ATTEMPT.md; echo x >x\n"
            + "echo \"# Only $ROUNDHOUSE_ATTEMPT\" >.roundhouse/new/only.md\n"
            + "test $ROUNDHOUSE_ATTEMPT = 2\n");

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(filed()).extracting(Issue::title).containsExactly("Same", "Only 1", "Only 2");
    Submission last = Objects.requireNonNull(record("A-1.3").enrolment());
    assertThat(Objects.requireNonNull(last.origin()).number()).isEqualTo(2);
  }
}
