package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.git.branch.TargetState;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person takes landings off the target, and means it. */
@Tag("slow")
class DroppedLandingTest {
  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void landTwo() throws Exception {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");
    assertThat(run().isComplete()).isTrue();
  }

  private Orchestrator orchestrator() {
    String agent = git.script("agent", "echo $ROUNDHOUSE_ATTEMPT >$ROUNDHOUSE_ISSUE_ID.txt\n");
    return git.orchestrator()
        .options(RunOptions.builder().agent(new Command(List.of(agent))).workers(1).build())
        .build();
  }

  private RunReport run() throws Exception {
    return orchestrator().run();
  }

  private static Map<String, String> statuses(RunReport report) {
    Map<String, String> statuses = new TreeMap<>();
    for (IssueResult each : report.issues()) {
      statuses.put(each.id().value(), each.status());
    }
    return statuses;
  }

  @Test
  void whatWasGivenUpCountsAsLandedNoMoreAndHoldsBackWhatWaitsForIt() throws Exception {
    git.issue("A-3", "blocked_by: [A-1]");
    git.git("reset", "-q", "--hard", "HEAD~2");

    SyncReport accepted = orchestrator().sync(SyncReport.Mode.ACCEPT);
    git.commitAll("more");

    assertThat(accepted.settled())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("A-1: Work", "'roundhouse retry A-1'"))
        .anySatisfy(line -> assertThat(line).contains("A-2: Work", "'roundhouse rescue A-2'"));
    RunReport report = run();
    assertThat(report.landed()).isZero();
    assertThat(report.isComplete()).isFalse();
    assertThat(statuses(report))
        .isEqualTo(Map.of("A-1", "dropped", "A-2", "dropped", "A-3", "open"));
    assertThat(report.issues().get(0).reason()).contains("it landed as", "removed from the target");
    assertThat(report.issues().get(2).reason()).isEqualTo("blocked by A-1 (dropped)");

    orchestrator().planEditor().retry(List.of(new IssueId("A-1"), new IssueId("A-2")));
    assertThat(run().isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2", "A-3");
    assertThat(git.read("A-1.txt")).isEqualTo("2\n");
  }

  @Test
  void whatWasLandedAndHadNotReachedTheTargetYetIsGivenUpWithTheRest() throws Exception {
    git.issue("A-3").commitAll("more");
    git.write("A-3.txt", "in the way\n");
    assertThat(run().waiting()).isPresent();
    Files.delete(git.root().resolve("A-3.txt"));
    git.git("reset", "-q", "--hard", "HEAD~2");

    SyncReport accepted = orchestrator().sync(SyncReport.Mode.ACCEPT);

    assertThat(accepted.settled()).hasSize(2);
    git.issue("A-3").commitAll("more");
    assertThat(statuses(run()))
        .isEqualTo(Map.of("A-1", "landed", "A-2", "dropped", "A-3", "dropped"));
  }

  @Test
  void whatACrashKeptFromTheLedgerIsFoundAtTheNextStart() throws Exception {
    git.git("reset", "-q", "--hard", "HEAD~1");
    try (Repository repository = Repository.open(git.root())) {
      Target target = new Target(repository, "main");
      target.accept((TargetState.Dropped) target.inspect());
    }

    assertThat(statuses(run())).isEqualTo(Map.of("A-1", "landed", "A-2", "dropped"));
  }

  @Test
  void whatWasGivenUpIsListedAndBroughtBackAsABranchOrAPatchOfItAlone() throws Exception {
    String landing = git.git("rev-parse", "HEAD");
    git.git("reset", "-q", "--hard", "HEAD~2");
    orchestrator().sync(SyncReport.Mode.ACCEPT);
    Rescue rescue = orchestrator().rescue();

    List<KeptWork> kept = rescue.list();

    assertThat(kept)
        .extracting(each -> each.issue() + "/" + each.number())
        .containsExactly("a-1/1", "a-2/1");
    KeptWork second = kept.get(1);
    assertThat(second.pieces()).containsEntry(KeptWork.DROPPED, landing);
    rescue.toBranch(landing, "back");
    assertThat(git.show("back", "A-1.txt")).isEqualTo("1");
    Path patch = temporary.resolve("patch");
    rescue.toPatch(second, landing, patch);
    assertThat(Files.readString(patch)).contains("A-2.txt").doesNotContain("A-1.txt");
  }
}
