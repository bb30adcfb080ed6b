package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates of an embedder's own that fail in ways they did not declare. */
class InProcessGateTest {
  private static final Verdict GREEN = new Verdict.Green();

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeProject() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2").commitAll("backlog");
  }

  /** Says what it thinks of a tree. */
  private interface Judge extends Gate {
    @Override
    default String display() {
      return "in process";
    }

    @Override
    default String key() {
      return "in process";
    }
  }

  private RunReport run(Gate gate) throws Exception {
    RunOptions.Builder options =
        RunOptions.builder()
            .workers(1)
            .attempts(1)
            .agent(git.agent("echo x >$ROUNDHOUSE_ISSUE_ID.txt\n"));
    return git.orchestrator().gate(gate).options(options.build()).build().run();
  }

  private static boolean isFirst(Path worktree) {
    return Files.exists(worktree.resolve("A-1.txt")) && !Files.exists(worktree.resolve("A-2.txt"));
  }

  private static IssueResult result(RunReport report, String id) {
    return report.issues().stream()
        .filter(each -> each.id().equals(new IssueId(id)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneThatThrowsOnOneTreeSendsThatBackAndTheOthersLand() throws Exception {
    Judge gate =
        (worktree, log, interrupted) -> {
          if (isFirst(worktree)) {
            throw new IllegalStateException("no licence");
          }
          return GREEN;
        };

    RunReport report = run(gate);

    assertThat(result(report, "A-1").status()).isEqualTo("failed");
    assertThat(result(report, "A-1").reason())
        .contains("the gate threw java.lang.IllegalStateException: no licence");
    assertThat(result(report, "A-2").status()).isEqualTo("landed");
  }

  @Test
  void anErrorOrNoVerdictAtAllOnceIsNoVerdict() throws Exception {
    Set<Boolean> asked = ConcurrentHashMap.newKeySet();
    Judge gate =
        (worktree, log, interrupted) -> {
          boolean isNew = asked.add(isFirst(worktree));
          if (isNew && isFirst(worktree)) {
            throw new NoClassDefFoundError("some/Linter");
          }
          return isNew ? nothing() : GREEN;
        };

    assertThat(run(gate).isComplete()).isTrue();
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void oneThatAlwaysThrowsHoldsTheRunAndNotTheIssues() throws Exception {
    Judge gate =
        (worktree, log, interrupted) -> {
          throw new StackOverflowError("deep");
        };

    RunReport report = run(gate);

    assertThat(report.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(report.note()).contains("the gate threw java.lang.StackOverflowError: deep");
  }

  @Test
  void oneThatCannotSayWhatItsVerdictsDependOnIsAskedEachTime() throws Exception {
    Gate gate =
        new Gate() {
          @Override
          public String display() {
            throw new IllegalStateException();
          }

          @Override
          public String key() {
            throw new IllegalStateException();
          }

          @Override
          public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted) {
            return GREEN;
          }
        };

    assertThat(run(gate).isComplete()).isTrue();
  }
}
