package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Agents inside this process that take too long, fall silent or must stop. */
class InProcessAgentLimitsTest extends InProcessAgentFixture {
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
}
