package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person reads the work before it lands, and sends it back with comments: on real git. */
class FeedbackTest {
  private static final IssueId ISSUE = new IssueId("A-1");

  /** Adds a line for each attempt, and keeps what it was told and what it found. */
  private static final String AGENT =
      """
      cat >"$HOME/prompt-$ROUNDHOUSE_ATTEMPT"
      cp list.txt "$HOME/seen-$ROUNDHOUSE_ATTEMPT"
      echo "attempt $ROUNDHOUSE_ATTEMPT" >>list.txt
      """;

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
    git.write("list.txt", "begun\n");
    git.issue("A-1").commitAll("backlog");
  }

  private Orchestrator.Builder orchestrator(String agent, DeliveryOptions.Review review) {
    RunOptions.Builder options = RunOptions.builder().attempts(1);
    options.agent(git.agent(agent));
    options.gate(git.gate("test -e list.txt"));
    options.form(DeliveryOptions.DEFAULT.reviewed(review));
    return git.orchestrator().options(options.build());
  }

  private RunReport run(String agent, DeliveryOptions.Review review) throws Exception {
    return orchestrator(agent, review).build().run();
  }

  private PlanEditor plan() {
    return git.orchestrator().build().planEditor();
  }

  private String home(String name) throws IOException {
    return Files.readString(git.home().resolve(name));
  }

  @Test
  void nothingLandsUnreadWhereReviewIsRequired() throws Exception {
    RunReport report = run(AGENT, DeliveryOptions.Review.REQUIRED);

    assertThat(report.landed()).isZero();
    assertThat(report.issues()).extracting(IssueResult::status).containsOnly("awaiting-approval");
    assertThat(report.issues().get(0).reason()).contains("review is required");
    assertThat(git.show("main", "list.txt")).isEqualTo("begun");

    plan().approve(List.of(ISSUE));
    assertThat(run(AGENT, DeliveryOptions.Review.REQUIRED).landed()).isEqualTo(1);
    assertThat(git.show("main", "list.txt")).isEqualTo("begun\nattempt 1");
  }

  @Test
  void workThatARunWithoutReviewLeftIsReadAsWell() throws Exception {
    Orchestrator.Builder killed = orchestrator(AGENT, DeliveryOptions.Review.OFF);
    killed.request.steps(
        step -> {
          if (step == Checkpoint.ENDED) {
            throw new IllegalStateException("killed");
          }
        });
    try {
      killed.build().run();
    } catch (IllegalStateException | IOException expected) {
      assertThat(expected).hasStackTraceContaining("killed");
    }

    RunReport report = run("exit 1", DeliveryOptions.Review.REQUIRED);

    assertThat(report.landed()).isZero();
    assertThat(report.issues()).extracting(IssueResult::status).containsOnly("awaiting-approval");
    assertThat(git.show("main", "list.txt")).isEqualTo("begun");
  }

  @Test
  void whatIsSentBackGoesOnFromItsWorkWithTheCommentsAndIsNoFailure() throws Exception {
    run(AGENT, DeliveryOptions.Review.REQUIRED);

    plan().sendBack(List.of(ISSUE), "list.txt:2: say 'try', not 'attempt'");
    RunReport report = run(AGENT, DeliveryOptions.Review.REQUIRED);

    assertThat(report.issues()).extracting(IssueResult::status).containsOnly("awaiting-approval");
    assertThat(home("seen-2")).isEqualTo("begun\nattempt 1\n");
    assertThat(home("prompt-2"))
        .contains(
            "What a reviewer says about the work so far",
            "list.txt:2: say 'try', not 'attempt'",
            "The current directory holds that work already");
    assertThat(home("prompt-1")).doesNotContain("reviewer");
    plan().approve(List.of(ISSUE));
    run(AGENT, DeliveryOptions.Review.REQUIRED);
    assertThat(git.show("main", "list.txt")).isEqualTo("begun\nattempt 1\nattempt 2");
  }

  @Test
  void anAgentThatFailedIsAnsweredAndGoesOnFromWhatItLeft() throws Exception {
    assertThat(run(AGENT + "exit 3\n", DeliveryOptions.Review.OFF).landed()).isZero();

    plan().sendBack(List.of(ISSUE), "the other way round");
    RunReport report = run(AGENT, DeliveryOptions.Review.OFF);

    assertThat(report.landed()).isEqualTo(1);
    assertThat(home("seen-2")).isEqualTo("begun\nattempt 1\n");
    assertThat(git.show("main", "list.txt")).isEqualTo("begun\nattempt 1\nattempt 2");
  }

  @Test
  void aFreshStartHasTheCommentsButNotTheWork() throws Exception {
    run(AGENT, DeliveryOptions.Review.REQUIRED);

    plan().retry(List.of(ISSUE), "begin again");
    run(AGENT, DeliveryOptions.Review.REQUIRED);

    assertThat(home("seen-2")).isEqualTo("begun\n");
    assertThat(home("prompt-2")).contains("begin again").doesNotContain("holds that work");
  }

  @Test
  void whatFailsAfterItWasSentBackIsSentBackAgain() throws Exception {
    run(AGENT, DeliveryOptions.Review.REQUIRED);
    plan().sendBack(List.of(ISSUE), "shorter");
    run("exit 1", DeliveryOptions.Review.REQUIRED);

    plan().sendBack(List.of(ISSUE), "much shorter");
    run(AGENT, DeliveryOptions.Review.REQUIRED);

    assertThat(home("seen-3")).isEqualTo("begun\nattempt 1\n");
    assertThat(home("prompt-3")).contains("much shorter");
  }
}
