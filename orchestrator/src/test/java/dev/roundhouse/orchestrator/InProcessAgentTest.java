package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents of an embedder's own that work inside this process, well or badly. */
class InProcessAgentTest {
  private static final AgentEnding DONE = new AgentEnding.Exited(0);

  @TempDir Path temporary;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private GitFixture git;

  @BeforeEach
  void makeProject() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2").commitAll("backlog");
  }

  /** What an agent does, without what it is called. */
  private interface Work extends Agent {
    @Override
    default String display() {
      return "in process";
    }
  }

  /** Leaves a file named after the issue. */
  private static AgentEnding write(AgentRequest request) throws IOException {
    Files.writeString(request.worktree().resolve(request.issue() + ".txt"), "done\n");
    return DONE;
  }

  private static RunOptions.Builder options() {
    return RunOptions.builder().workers(1).attempts(1);
  }

  private Orchestrator.Builder builder(Work agent, RunOptions.Builder options) {
    return git.orchestrator()
        .agent(agent)
        .options(options.build())
        .listener(
            event -> {
              if (event instanceof RunEvent.Noticed noticed && noticed.warning()) {
                warnings.add(noticed.message());
              }
            });
  }

  private RunReport run(Work agent) throws Exception {
    return builder(agent, options()).build().run();
  }

  private static IssueResult result(RunReport report, String id) {
    return report.issues().stream()
        .filter(each -> each.id().equals(new IssueId(id)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFirst(AgentRequest request) {
    return request.issue().equals(new IssueId("A-1"));
  }

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
    ProcessIdentity stamp = new ProcessIdentity("boot", "ns", Integer.MAX_VALUE, 1, "token");
    AgentSteps.StepOptions validate =
        new AgentSteps.StepOptions(Optional.empty(), Optional.empty());
    AgentSteps steps =
        new AgentSteps(Optional.of(validate), AgentSteps.StepOptions.NONE, Optional.empty());

    RunReport report =
        builder(
                (request, monitor) -> {
                  monitor.starting(stamp);
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
  void oneThatTakesTooLongIsInterruptedAndHasFailed() throws Exception {
    RunReport report =
        builder(
                (request, monitor) -> {
                  write(request);
                  if (isFirst(request)) {
                    new CountDownLatch(1).await();
                  }
                  return DONE;
                },
                options().timeout(Duration.ofMillis(200)))
            .build()
            .run();

    assertThat(result(report, "A-1").status()).isEqualTo("failed");
    assertThat(result(report, "A-1").reason()).contains("took longer than");
    assertThat(result(report, "A-2").status()).isEqualTo("landed");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("done");
  }

  @Test
  void oneThatMustStopIsAskedFirst() throws Exception {
    RunReport report =
        builder(
                (request, monitor) -> {
                  monitor.interrupted().join(); // which no interrupt of a thread ends
                  return DONE;
                },
                options().timeout(Duration.ofMillis(200)))
            .build()
            .run();

    assertThat(report.issues()).extracting(IssueResult::status).containsOnly("failed");
  }

  @Test
  void oneThatSaysItIsAtWorkAndThenNothingIsIdle() throws Exception {
    RunReport report =
        builder(
                (request, monitor) -> {
                  if (isFirst(request)) {
                    monitor.active();
                    new CountDownLatch(1).await();
                  }
                  return write(request); // it never says so, which is no silence
                },
                options()
                    .agents(
                        AgentOptions.DEFAULT.toBuilder()
                            .idleTimeout(Duration.ofMillis(200))
                            .build()))
            .build()
            .run();

    assertThat(result(report, "A-1").reason()).contains("printed nothing for");
    assertThat(result(report, "A-2").status()).isEqualTo("landed");
  }

  @Test
  void anInterruptedRunEndsItAndKeepsItsWork() throws Exception {
    StopSignal stop = new StopSignal();
    RunReport report =
        builder(
                (request, monitor) -> {
                  write(request);
                  stop.raise(StopSignal.Level.INTERRUPT);
                  new CountDownLatch(1).await();
                  return DONE;
                },
                options())
            .stop(stop)
            .build()
            .run();

    assertThat(report.ending()).isEqualTo(RunReport.Ending.INTERRUPTED);
    assertThat(result(report, "A-1").status()).isEqualTo("open");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "A-1.txt")).isEqualTo("done");
  }

  @Tag("slow")
  @Test
  void theWorktreeOfOneThatDoesNotEndIsLeftToItUntilItEnds() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    List<Path> places = Collections.synchronizedList(new ArrayList<>());
    List<Path> ended = Collections.synchronizedList(new ArrayList<>());
    Work stubborn =
        (request, monitor) -> {
          places.add(request.worktree());
          if (isFirst(request)) {
            file(request, "Early");
            awaitWhateverHappens(late);
            Files.writeString(request.worktree().resolve("late.txt"), "late\n");
            file(request, "Late");
            ended.add(request.worktree());
          }
          return write(request);
        };

    RunReport first = builder(stubborn, options().timeout(Duration.ofSeconds(1))).build().run();
    RunReport second = builder(stubborn, options()).build().run();

    assertThat(result(first, "A-1").reason()).contains("took longer than");
    assertThat(first.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(first.note()).contains("no worktree is free");
    assertThat(warnings.get(0)).contains("A-1", "did not stop", "w1");
    assertThat(result(second, "A-2").status()).isEqualTo("landed");
    assertThat(places.get(1)).isNotEqualTo(places.get(0));
    late.countDown();
    Patience.await().until(() -> !ended.isEmpty());
    git.issue("A-3").commitAll("more");
    Patience.await()
        .until(
            () -> {
              git.issue("A-" + (places.size() + 2)).commitAll("more");
              builder(stubborn, options()).build().run();
              return places.get(places.size() - 1).equals(places.get(0));
            });
    try (var all = Files.list(places.get(0).getParent())) {
      assertThat(all.filter(each -> Files.exists(each.resolve("late.txt"))))
          .as("what it wrote late is kept aside")
          .singleElement()
          .isNotEqualTo(places.get(0));
    }
    assertThat(CrashHarness.ledger(git).enrolled())
        .as("what it filed before it was given up")
        .extracting(Issue::title)
        .containsExactly("Early");
  }

  private static void file(AgentRequest request, String title) throws IOException {
    Path file = request.worktree().resolve(".roundhouse/new/" + title + ".md");
    Files.writeString(file, "# " + title + "\n");
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException ignored) {
        over = false; // that is the point
      }
    }
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
