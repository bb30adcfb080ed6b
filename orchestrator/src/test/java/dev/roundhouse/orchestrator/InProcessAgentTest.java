package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Agents of an embedder's own that work inside this process, well or badly. */
class InProcessAgentTest extends InProcessAgentFixture {
  @Test
  void theWorkOfAnAgentThatStartsNoProcessLands() throws Exception {
    List<String> seen = new ArrayList<>();

    RunReport report =
        run(
            (request, monitor) -> {
              seen.add(CrashHarness.status(git, request.issue().value()));
              return write(request);
            });

    assertThat(report.isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(seen).containsExactly("working", "working");
  }

  @Test
  void soDoesThatOfOneWhichStartsAProcessAndOneWithSeveralSteps() throws Exception {
    ProcessIdentity identity = new ProcessIdentity("boot", "ns", Integer.MAX_VALUE, 1, "token");
    AgentSteps.StepOptions validate =
        new AgentSteps.StepOptions(Optional.empty(), Optional.empty());
    AgentSteps steps =
        new AgentSteps(Optional.of(validate), AgentSteps.StepOptions.NONE, Optional.empty());

    RunReport report =
        builder(
                (request, monitor) -> {
                  monitor.starting(identity);
                  return write(request);
                },
                options().agents(AgentOptions.DEFAULT.toBuilder().steps(steps).build()))
            .build()
            .run();

    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void whatItReportsIsKnown() throws Exception {
    AgentReport report =
        new AgentReport(
            "",
            "## VERDICT\nnot ready",
            0,
            AgentReport.NOTHING.tokens(),
            Optional.empty(),
            /* isComplete= */ true,
            Optional.empty(),
            "");

    RunReport ended =
        run(
            (request, monitor) -> {
              monitor.reported(report);
              return write(request);
            });

    assertThat(result(ended, "A-1").status()).isEqualTo("not-ready");
  }

  @Test
  void anExceptionIsThatAttemptsFailureAndTheRunGoesOn() throws Exception {
    RunReport report =
        run(
            (request, monitor) -> {
              write(request);
              if (isFirst(request)) {
                throw new IllegalStateException("no model\nat hand");
              }
              return DONE;
            });

    assertThat(result(report, "A-1").status()).isEqualTo("failed");
    assertThat(result(report, "A-1").reason())
        .isEqualTo(
            "the agent threw java.lang.IllegalStateException: no model at hand; its work is kept");
    assertThat(result(report, "A-2").status()).isEqualTo("landed");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("done");
  }

  @Test
  void soIsAnErrorAndAnExceptionThatNobodyDeclaredAndAnEndingThatIsNone() throws Exception {
    git.issue("A-3").commitAll("more");

    RunReport report =
        run(
            (request, monitor) ->
                switch (request.issue().value()) {
                  case "A-1" -> throw new NoClassDefFoundError("some/Model");
                  case "A-2" -> throw undeclared(RuntimeException.class, new TimeoutException());
                  default -> nothing();
                });

    assertThat(report.issues())
        .extracting(IssueResult::reason)
        .containsExactly(
            "the agent threw java.lang.NoClassDefFoundError: some/Model; its work is kept",
            "the agent threw java.util.concurrent.TimeoutException; its work is kept",
            "the agent returned null; its work is kept");
  }

  @SuppressWarnings({"unchecked", "UnusedVariable"}) // as other languages do it
  private static <T extends Throwable> T undeclared(Class<T> declared, Throwable fault) throws T {
    throw (T) fault;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void anAgentSaysItselfWhyItFailed() throws Exception {
    RunReport report = run((request, monitor) -> new AgentEnding.Failed("the model refused"));

    assertThat(result(report, "A-1").reason()).isEqualTo("the model refused; its work is kept");
  }

  @Test
  void whatAnAgentThrowsIsInTheEvidenceOfTheNextAttempt() throws Exception {
    List<String> prompts = new ArrayList<>();

    builder(
            (request, monitor) -> {
              prompts.add(request.prompt());
              throw new IllegalStateException("odd");
            },
            options().attempts(2))
        .build()
        .run();

    assertThat(prompts.get(2)).contains("IllegalStateException: odd", "InProcessAgentTest");
  }

  @Test
  void anAgentThatCannotSayWhatItIsOrWhatIsSecretEndsNoRun() throws Exception {
    Work agent =
        new Work() {
          @Override
          public String display() {
            throw new IllegalStateException();
          }

          @Override
          public String redacted(String text) {
            throw new IllegalStateException();
          }

          @Override
          public AgentEnding work(AgentRequest request, AgentMonitor monitor) throws IOException {
            return write(request);
          }
        };

    assertThat(run(agent).isComplete()).isTrue();
  }

  @Test
  void whatItDidBeforeTheProcessDiedIsKept() throws Exception {
    CrashHarness.halt(git, Dies.class, git.root().toString());

    RunReport report = run((request, monitor) -> write(request));

    assertThat(report.isComplete()).isTrue();
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
  }

  /** A run that dies while its agent is at work. */
  static final class Dies {
    private Dies() {}

    public static void main(String[] arguments) throws Exception {
      Work agent =
          (request, monitor) -> {
            try {
              Files.writeString(request.worktree().resolve("half"), "half");
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
            CrashHarness.haltAfter(Checkpoint.STARTED, 1).accept(Checkpoint.STARTED);
            return DONE;
          };
      Orchestrator.at(Path.of(arguments[0])).agent(agent).options(options().build()).build().run();
    }
  }
}
