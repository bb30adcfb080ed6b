package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog in, landed changes out: real git, real processes. */
class OrchestratorTest {
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

  private static String status(RunReport report, String id) {
    return report.issues().stream()
        .filter(each -> each.id().equals(new IssueId(id)))
        .map(IssueResult::status)
        .findFirst()
        .orElse("absent");
  }

  @Test
  void isEmbeddedInTenLinesTwiceInOneProcess() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");
    RunReport first = at(agent(EDIT)).build().run();
    git.issue("A-3").commitAll("more");

    RunReport second = at(agent(EDIT)).build().run();

    assertThat(first.isComplete()).isTrue();
    assertThat(second.isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactly("A-3", "A-2", "A-1");
    assertThat(git.read("A-3.txt")).isEqualTo("A-3\n");
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void twoRepositoriesAreWorkedAtOnceInOneProcess() throws Exception {
    GitFixture other = GitFixture.in(temporary.resolve("other"));
    git.issue("A-1").commitAll("backlog");
    other.issue("B-1").commitAll("backlog");
    RunOptions options = agent(EDIT).build();
    var both =
        List.of(git, other).parallelStream()
            .map(
                each -> {
                  try {
                    return Orchestrator.at(each.root())
                        .environment(each.environment())
                        .options(options)
                        .build()
                        .run();
                  } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                  }
                })
            .toList();

    assertThat(both).allMatch(RunReport::isComplete);
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(other.landed("main")).containsExactly("B-1");
  }

  @Test
  void landsWhatWasCommittedAndWhatWasNotAndMarksTheIssueDoneInTheSameCommit() throws Exception {
    git.issue("A-1").commitAll("backlog");

    at(agent("echo 1 >committed; git add committed; git commit -qm c; echo 2 >left")).build().run();

    assertThat(git.show("main", "committed")).isEqualTo("1");
    assertThat(git.show("main", "left")).isEqualTo("2");
    assertThat(git.show("main", "issues/A-1.md")).contains("status: done", "completed_at: ");
    assertThat(git.show("main~1", "issues/A-1.md")).contains("status: open");
    assertThat(git.git("log", "-1", "--format=%an <%ae>%n%b", "main"))
        .contains(
            "Tess Tester <tess@example.org>", "Roundhouse-Issue: A-1", "Roundhouse-Attempt: att_");
    assertThat(git.git("ls-tree", "-r", "--name-only", "main")).doesNotContain(".roundhouse");
  }

  @Test
  void whatTheGateTestsIsTheMergedTreeAndNothingOfTheIssueIsTold() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    String gate =
        git.script(
            "gate",
            "git rev-parse HEAD^{tree} >>\"$HOME/trees\"; env | grep ROUNDHOUSE_ISSUE && exit 1; exit 0");

    RunReport report = at(agent(EDIT).gate(new Command(List.of(gate)))).build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(report.tested()).isTrue();
    List<String> landed =
        git.git("log", "--first-parent", "--format=%T", "-2", "main").lines().toList();
    assertThat(Files.readAllLines(Path.of(gate).resolveSibling("trees"))).containsAll(landed);
  }

  @Test
  void aRedGateSendsTheWorkBackWithWhatItSaidAndThenItRestsWithItsWorkKept() throws Exception {
    git.issue("A-1").commitAll("backlog");
    String gate = git.script("gate", "test ! -e A-1.txt || { echo 'seven is not eight'; exit 1; }");

    RunReport report =
        at(agent("cat >prompt; " + EDIT).gate(new Command(List.of(gate))).attempts(2))
            .build()
            .run();

    assertThat(status(report, "A-1")).isEqualTo("rejected");
    assertThat(git.landed("main")).isEmpty();
    assertThat(git.show("refs/roundhouse/work/a-1/2/dirty", "prompt"))
        .contains("seven is not eight");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("A-1");
  }

  @Test
  void whatWasRedTwiceStaysRedUntilSomebodyHasItTriedAgain() throws Exception {
    git.issue("A-1"); // not committed, so that each attempt comes to the same tree
    String gate =
        git.script("gate", "echo x >>\"$HOME/gates\"; [ -e \"$HOME/mended\" ] || [ ! -e A-1.txt ]");
    RunOptions.Builder options = agent(EDIT).gate(new Command(List.of(gate))).attempts(2);

    assertThat(status(at(options).build().run(), "A-1")).isEqualTo("rejected");
    Path gates = Path.of(gate).resolveSibling("gates");
    assertThat(Files.readAllLines(gates)).as("base, candidate, base, candidate again").hasSize(4);

    Files.createFile(gates.resolveSibling("mended"));
    at(options).build().planEditor().retry(List.of(new IssueId("A-1")));
    assertThat(at(options).build().run().isComplete()).isTrue();
    assertThat(Files.readAllLines(gates)).hasSize(5);
  }

  @Test
  void aConflictIsDoneAgainOnWhatLanded() throws Exception {
    git.write("shared", "old\n").issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");
    git.git("tag", "start");
    String body =
        "if [ $ROUNDHOUSE_ISSUE_ID = A-2 ] && [ $ROUNDHOUSE_ATTEMPT = 1 ]; then git reset -q --hard"
            + " start; fi; echo $ROUNDHOUSE_ISSUE_ID >shared";

    RunReport report = at(agent(body)).build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(git.show("main", "shared")).isEqualTo("A-2");
    assertThat(report.issues()).extracting(IssueResult::attempts).containsExactly(1, 2);
  }

  @Test
  void anAgentThatFailsHasItsWorkKeptAndWhatWaitsForItStaysBlocked() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");

    RunReport report = at(agent("echo half >half; exit 3").attempts(1)).build().run();

    assertThat(status(report, "A-1")).isEqualTo("failed");
    assertThat(status(report, "A-2")).isEqualTo("open");
    assertThat(report.isComplete()).isFalse();
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
  }

  @Test
  void anAgentThatChangesNothingIsNotDone() throws Exception {
    git.issue("A-1").commitAll("backlog");

    RunReport report = at(agent("sed -i s/open/done/ \"$ROUNDHOUSE_ISSUE_FILE\"")).build().run();

    assertThat(status(report, "A-1")).isEqualTo("no-change");
    assertThat(git.landed("main")).isEmpty();
  }

  @Tag("slow")
  @Test
  void anAgentThatTakesTooLongIsEndedWithAllItStarted() throws Exception {
    git.issue("A-1").commitAll("backlog");
    String body = "setsid sh -c 'trap \"\" TERM; while :; do sleep 1; done' & echo $! >pid; wait";

    RunReport report = at(agent(body).attempts(1).timeout(Duration.ofSeconds(1))).build().run();

    assertThat(status(report, "A-1")).isEqualTo("failed");
    String pid = git.show("refs/roundhouse/work/a-1/1/dirty", "pid").strip();
    assertThat(GitFixture.runs(Long.parseLong(pid))).isFalse();
  }

  @Test
  void theAgentIsHandedTheIssueAsTheUserSeesItAndTheCopyIsNoWork() throws Exception {
    git.issue("A-1").issue("A-3").commitAll("backlog");
    git.write("issues/A-1.md", git.read("issues/A-1.md") + "\nEdited.\n").issue("A-2");
    String body =
        "cp \"$ROUNDHOUSE_ISSUE_FILE\" $ROUNDHOUSE_ISSUE_ID.seen; git add -A -f .;"
            + " echo \"${ROUNDHOUSE_ISSUE_FILE#\"$ROUNDHOUSE_WORKTREE\"/}\" >$ROUNDHOUSE_ISSUE_ID.where";

    assertThat(at(agent(body)).build().run().isComplete()).isTrue();

    assertThat(git.read("A-1.seen")).contains("Edited.");
    assertThat(git.read("A-2.seen")).contains("Work on A-2");
    assertThat(git.read("A-1.where")).isEqualTo(".roundhouse/issue.md\n");
    assertThat(git.read("A-3.where")).isEqualTo("issues/A-3.md\n");
    assertThat(git.git("ls-tree", "-r", "--name-only", "main")).doesNotContain(".roundhouse");
    assertThat(git.git("status", "--porcelain")).isEqualTo(" M issues/A-1.md\n?? issues/A-2.md");
  }

  @Test
  void aBusyCommonPoolDoesNotHangARun() throws Exception {
    git.issue("A-1").commitAll("backlog");
    CountDownLatch over = new CountDownLatch(1);
    for (int i = 0; i < 64; i++) {
      ForkJoinPool.commonPool().execute(() -> awaitQuietly(over));
    }
    try {
      assertThat(at(agent(EDIT)).build().run().isComplete()).isTrue();
    } finally {
      over.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCopiedRepositoryEndsNoProcessOfTheOriginal() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Path begun = git.home().resolve("begun");
    String slow =
        "echo $$ >\"$HOME/begun\"; while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done; echo x >x";
    CompletableFuture<RunReport> original = new CompletableFuture<>();
    Thread running =
        new Thread(
            () -> {
              try {
                original.complete(at(agent(slow)).build().run());
              } catch (Exception failed) {
                original.completeExceptionally(failed);
              }
            });
    running.start();
    Patience.await().until(() -> Files.exists(begun) && Files.size(begun) > 1);
    Path copy = temporary.resolve("copy");
    new ProcessBuilder("cp", "-r", git.root().toString(), copy.toString()).start().waitFor();

    RunReport there =
        Orchestrator.at(copy)
            .environment(git.environment())
            .options(agent("echo y >y").build())
            .build()
            .run();

    assertThat(there.isComplete()).isTrue();
    assertThat(GitFixture.runs(Long.parseLong(Files.readString(begun).strip()))).isTrue();
    Files.createFile(begun.resolveSibling("go"));
    assertThat(Patience.result(original).isComplete()).isTrue();
  }

  @Test
  void aSecondRunInTheSameRepositoryIsRefusedWhileOneIsActive() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Orchestrator second = at(agent(EDIT)).build();
    AtomicReference<Throwable> seen = new AtomicReference<>();

    at(agent(EDIT))
        .listener(
            event -> {
              if (event instanceof RunEvent.Claimed) {
                seen.set(Assertions.catchThrowable(second::run));
              }
            })
        .build()
        .run();

    assertThat(seen.get()).isInstanceOf(RefusedException.class).hasMessageContaining("active");
  }

  @Test
  void aCycleAmongWhatItWouldWorkIsRefusedByName() {
    git.issue("A-1", "blocked_by: A-2").issue("A-2", "blocked_by: A-1").commitAll("backlog");

    assertThatThrownBy(() -> at(agent(EDIT)).build().run())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("A-1, A-2");
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
  }
}
