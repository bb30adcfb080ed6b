package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import dev.roundhouse.orchestrator.testing.JavacGate;
import dev.roundhouse.orchestrator.testing.StuckGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty issues on real git, with a gate that compiles and runs Java: two that are green alone and
 * red together, one that conflicts, one whose tests are flaky, and a user who commits meanwhile.
 */
@Tag("slow")
class LandingQueueTest {
  private static final int ISSUES = 20;

  /** Each issue adds a class; some do more. */
  private static final String AGENT =
      """
      id=$ROUNDHOUSE_ISSUE_ID
      name=$(echo $id | tr -d -)
      case $id in
        A-5|A-6) # together they have one class twice
          if [ $ROUNDHOUSE_ATTEMPT = 1 ]; then echo 'class Twice {}' >src/Also$name.java; fi ;;
        A-8) # knows nothing of what landed
          if [ $ROUNDHOUSE_ATTEMPT = 1 ]; then git reset -q --hard start; fi
          echo $id >shared ;;
        A-7) echo $id >shared ;;
        A-9) echo x >src/flaky ;;
      esac
      echo "class $name {}" >src/$name.java
      """;

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("src/Check.java", "public class Check { public static void main(String[] a) {} }\n");
    git.write("shared", "old\n");
  }

  private void backlog(int issues) {
    IntStream.rangeClosed(1, issues).forEach(i -> git.issue("A-" + i));
    git.issue("A-8", "blocked_by: [A-7]").commitAll("backlog");
    git.git("tag", "start");
  }

  private RunReport run(JavacGate gate, LandingOptions landing, RunListener listener)
      throws Exception {
    RunOptions options =
        RunOptions.builder().agent(git.agent(AGENT)).workers(4).landing(landing).build();
    return git.orchestrator().options(options).gate(gate).listener(listener).build().run();
  }

  /** Commits a file of the user's after every sixth landing, whatever else is going on. */
  private RunListener userCommitsNowAndThen() {
    AtomicInteger landings = new AtomicInteger();
    return event -> {
      if (event instanceof RunEvent.Landed && landings.incrementAndGet() % 6 == 0) {
        userCommits("user-" + landings.get());
      }
    };
  }

  private void userCommits(String file) {
    git.write(file, "mine\n");
    Patience.await()
        .ignoreExceptions()
        .until(
            () -> {
              git.git("add", file);
              git.git("commit", "-q", "-m", file);
              return true;
            });
  }

  private void checkWhatLanded(RunReport report, JavacGate gate, boolean each) throws IOException {
    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(report.waiting()).isEmpty();
    List<String> landed = git.landed("main");
    assertThat(landed).hasSize(ISSUES).doesNotHaveDuplicates();
    assertThat(git.git("fsck", "--full")).doesNotContain("missing", "broken", "error");
    assertThat(git.git("status", "--porcelain")).isEmpty();
    List<String> commits =
        git.git("log", "--first-parent", "--format=%H %(trailers:key=Roundhouse-Issue)", "main")
            .lines()
            .filter(line -> line.contains("Roundhouse-Issue"))
            .map(line -> line.substring(0, 40))
            .toList();
    assertThat(commits).hasSize(ISSUES);
    for (String commit : each ? commits : commits.subList(0, 1)) {
      Path checkout = temporary.resolve("by-hand");
      git.git("worktree", "add", "-q", "--detach", checkout.toString(), commit);
      assertThat(gate.passes(checkout)).as(commit).isTrue();
      git.git("worktree", "remove", "--force", checkout.toString());
    }
  }

  @Test
  void speculationLandsAllOfThemEachGreenOnItsOwnTree() throws Exception {
    backlog(ISSUES);
    JavacGate gate = new JavacGate(temporary.resolve("classes"), 2);

    RunReport report = run(gate, LandingOptions.DEFAULT, userCommitsNowAndThen());

    checkWhatLanded(report, gate, true);
    assertThat(gate.most()).as("gates overlap").isEqualTo(2);
    assertThat(gate.count()).as("far from one gate for each pair").isLessThan(5 * ISSUES);
    assertThat(attempts(report, "A-5") + attempts(report, "A-6")).isEqualTo(3);
    assertThat(attempts(report, "A-8")).isEqualTo(2);
    assertThat(report.flakes()).isPositive();
    assertThat(attempts(report, "A-9")).isEqualTo(1);
    assertThat(
            Ledger.read(git.root().resolve(".git/roundhouse"))
                .issue(new IssueId("A-9"))
                .orElseThrow()
                .flakes())
        .isPositive();
  }

  @Test
  void batchesLandAllOfThemWithFewerGates() throws Exception {
    backlog(ISSUES);
    JavacGate gate = new JavacGate(temporary.resolve("classes"), 1);

    RunReport report =
        run(gate, LandingOptions.DEFAULT.in(Mode.BATCH).withGates(1), userCommitsNowAndThen());

    checkWhatLanded(report, gate, false);
    assertThat(gate.most()).isEqualTo(1);
    assertThat(gate.count()).isLessThan(2 * ISSUES);
    assertThat(report.flakes()).isPositive();
  }

  @Test
  void aRedBaseHoldsTheQueueAndNobodyIsBlamed() throws Exception {
    backlog(ISSUES);
    AtomicInteger followed = new AtomicInteger();
    RunListener breaks =
        event -> {
          if (event instanceof RunEvent.TargetFollowed && followed.incrementAndGet() == 3) {
            userCommits("src/Broken.java");
          }
        };
    JavacGate gate = new JavacGate(temporary.resolve("classes"), 2);

    RunReport held = run(gate, LandingOptions.DEFAULT, breaks);

    assertThat(held.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(held.isComplete()).isFalse();
    assertThat(held.note()).contains("gate", "fix main", "run again");
    assertThat(held.issues()).extracting(IssueResult::status).doesNotContain("rejected", "failed");
    assertThat(git.landed("main").size()).isBetween(3, ISSUES - 1);

    git.git("rm", "-q", "src/Broken.java");
    git.git("commit", "-q", "-m", "mended");
    RunReport after = run(gate, LandingOptions.DEFAULT, RunListener.silent());

    checkWhatLanded(after, gate, false);
  }

  @Test
  void whatIsCalledOffWhileItIsGatedEndsItsGate() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");
    Orchestrator.Builder parts =
        git.orchestrator()
            .options(RunOptions.builder().agent(git.agent(AGENT)).build())
            .gate(new StuckGate());
    RunListener callsOff =
        event -> {
          if (event instanceof RunEvent.Entered entered
              && entered.issue().equals(new IssueId("A-1"))
              && entered.phase() == Phase.GATE) {
            try {
              parts.build().planEditor().cancel(List.of(new IssueId("A-1")), "not needed");
            } catch (IOException | RefusedException failed) {
              throw new IllegalStateException(failed);
            }
          }
        };

    RunReport report = parts.listener(callsOff).build().run();

    assertThat(report.ending()).isEqualTo(RunReport.Ending.FINISHED);
    assertThat(report.issues())
        .extracting(IssueResult::status)
        .containsExactly("cancelled", "open");
  }

  private static int attempts(RunReport report, String issue) {
    return report.issues().stream()
        .filter(each -> each.id().value().equals(issue))
        .mapToInt(IssueResult::attempts)
        .sum();
  }

  @Test
  void serialNeedsOneSlotAndGatesEachTreeOnceButToConfirm() throws Exception {
    backlog(8);
    JavacGate gate = new JavacGate(temporary.resolve("classes"), 1);
    RunReport report = run(gate, LandingOptions.DEFAULT.in(Mode.SERIAL), RunListener.silent());

    assertThat(report.isComplete()).isTrue();
    assertThat(git.landed("main")).hasSize(8).doesNotHaveDuplicates();
    assertThat(gate.most()).isEqualTo(1);
    assertThat(gate.count()).isLessThanOrEqualTo(gate.trees() + 2); // red: the base again, and it
    assertThat(Files.exists(temporary.resolve("project.roundhouse/gate-2"))).isFalse();
  }
}
