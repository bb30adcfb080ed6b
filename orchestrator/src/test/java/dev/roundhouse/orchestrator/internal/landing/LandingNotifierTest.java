package dev.roundhouse.orchestrator.internal.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Landing;
import dev.roundhouse.core.backlog.LandingReceiver;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.EventPublisher;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.context.RunMetrics;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that does not answer costs a run a bounded time, and no landing. */
class LandingNotifierTest {
  private static final IssueId ONE = new IssueId("1");
  private static final IssueId TWO = new IssueId("2");
  private static final BacklogReading READING =
      new BacklogReading(
          List.of(Issue.builder(ONE).build(), Issue.builder(TWO).build()), List.of());
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path temporary;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final List<Landing> told = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
  private Repository repository;
  private Ledger ledger;

  @BeforeEach
  void landTwo() throws IOException {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    repository = Repository.open(git.root());
    ledger = Ledger.open(repository.stateDir(), InstantSource.fixed(NOW));
    ProcessIdentity identity = new ProcessIdentity("boot", "pidns", 1, 2, "token");
    RunId run = RunId.fresh();
    ledger.commit(new Event.RunStarted(run, "release", List.of(), List.of(), 1, identity, NOW));
    for (IssueId each : List.of(ONE, TWO)) {
      AttemptId attempt = AttemptId.fresh();
      ledger.commit(
          new Event.AttemptClaimed(each, attempt, 1, run, WorkerId.fresh(), "w1", NOW),
          new Event.AgentStarted(each, attempt, "base", identity, NOW),
          new Event.AttemptEnded(each, attempt, 0, "head", NOW),
          new Event.CandidateBuilt(each, attempt, "tip", "c" + each, "tree", NOW),
          new Event.LandingIntended(each, attempt, "release", "tip", "c" + each, false, NOW),
          new Event.IssueLanded(each, attempt, "c" + each, false, NOW));
    }
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
    repository.close();
  }

  private LandingNotifier notifier(LandingReceiver receiver, Duration limit) throws IOException {
    Backlog backlog =
        new Backlog() {
          @Override
          public BacklogReading read() {
            return READING;
          }

          @Override
          public Optional<LandingReceiver> landingReceiver() {
            return Optional.of(receiver);
          }
        };
    RunContext context =
        new RunContext(
            RunId.fresh(),
            RunOptions.defaults(),
            repository,
            new Target(repository, "main"),
            new WorktreePool(repository, temporary.resolve("slots")),
            ledger,
            backlog,
            new EventPublisher(this::hear),
            InstantSource.fixed(NOW),
            RunMetrics.empty(),
            step -> {},
            Optional.empty(),
            interrupted);
    LiveBacklog live = LiveBacklog.of(READING, RunOptions.defaults(), ledger);
    return new LandingNotifier(context, live, limit);
  }

  private void hear(RunEvent event) {
    if (event instanceof RunEvent.Noticed noticed) {
      warnings.add(noticed.message());
    }
  }

  private boolean awaitsReceipt(IssueId id) throws IOException {
    return ledger.view().issue(id).filter(IssueRecord::awaitsReceipt).isPresent();
  }

  @Test
  void itNotifiesOfEachLandingWhereAndWhenItHappened() throws Exception {
    LandingNotifier notifier = notifier((issue, landing) -> told.add(landing), Duration.ofHours(1));

    notifier.notifyUnreceived();
    notifier.notify(List.of(ONE));
    notifier.close();

    AttemptId attempt = ledger.view().issue(ONE).orElseThrow().history().get(0).attempt();
    assertThat(told).hasSize(2).contains(new Landing("c1", "release", NOW, attempt));
    assertThat(awaitsReceipt(ONE)).isFalse();
    assertThat(awaitsReceipt(TWO)).isFalse();
    assertThat(warnings).isEmpty();
  }

  @Test
  void aCallThatTakesTooLongIsInterruptedAndIsTheLastOne() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    LandingNotifier notifier =
        notifier(
            (issue, landing) -> {
              told.add(landing);
              try {
                new CountDownLatch(1).await();
              } finally {
                ended.countDown();
              }
            },
            Duration.ofMillis(50));

    notifier.notifyUnreceived();
    notifier.close();

    ended.await();
    assertThat(told).hasSize(1);
    assertThat(awaitsReceipt(ONE)).isTrue();
    assertThat(awaitsReceipt(TWO)).isTrue();
    assertThat(warnings).singleElement().asString().contains("has landed", "took longer than");
  }

  @Test
  void anErrorOfTheSourceEndsNothing() throws Exception {
    LandingNotifier notifier =
        notifier(
            (issue, landing) -> {
              if (issue.id().equals(ONE)) {
                throw new NoClassDefFoundError("org/tracker/Client");
              }
            },
            Duration.ofHours(1));

    notifier.notifyUnreceived();
    notifier.close();

    assertThat(awaitsReceipt(ONE)).isTrue();
    assertThat(awaitsReceipt(TWO)).isFalse();
    assertThat(warnings).singleElement().asString().contains("org/tracker/Client");
  }

  @Test
  void anInterruptedRunNotifiesOfNothingMore() throws Exception {
    LandingNotifier notifier = notifier((issue, landing) -> told.add(landing), Duration.ofHours(1));
    interrupted.complete(null);

    notifier.notifyUnreceived();
    notifier.close();

    assertThat(told).isEmpty();
    assertThat(awaitsReceipt(ONE)).isTrue();
  }
}
