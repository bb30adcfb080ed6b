package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Landing;
import dev.roundhouse.core.backlog.LandingReceiver;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The source of an issue hears of its landing, whoever makes the landing durable or finds it. */
class LandingReceiptTest {
  private static final IssueId ONE = new IssueId("1");

  @TempDir Path temporary;
  private final Queue<Landing> told = new ConcurrentLinkedQueue<>();
  private GitFixture git;

  @BeforeEach
  void makeProject() {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("README", "empty\n").commitAll("begin");
  }

  /** A tracker that lists {@code issues} and is told of landings. */
  private record Tracker(List<Issue> issues, LandingReceiver receiver) implements Backlog {
    @Override
    public BacklogReading read() {
      return new BacklogReading(issues, List.of());
    }

    @Override
    public Optional<LandingReceiver> landingReceiver() {
      return Optional.of(receiver);
    }
  }

  private static Tracker tracker(LandingReceiver receiver) {
    Issue issue = Issue.builder(ONE).title("Task").locator("tracker/1").build();
    return new Tracker(List.of(issue), receiver);
  }

  private Orchestrator orchestrator(Backlog backlog) {
    return git.orchestrator()
        .backlog(backlog)
        .options(RunOptions.builder().agent(git.agent("exit 1")).attempts(1).build())
        .build();
  }

  private boolean awaitsReceipt() throws IOException {
    Ledger ledger = Ledger.open(git.root().resolve(".git/roundhouse"), () -> Instant.EPOCH);
    try (ledger) {
      return ledger.view().issue(ONE).orElseThrow().awaitsReceipt();
    }
  }

  private void die(Checkpoint after) throws Exception {
    CrashHarness.halt(git, Dies.class, git.root().toString(), git.home().toString(), after.name());
  }

  @ParameterizedTest
  @EnumSource(names = {"SWAPPED", "LANDED"})
  void aSyncThatFindsItDurableOrMakesItSoNotifiesTheSource(Checkpoint last) throws Exception {
    die(last);

    orchestrator(tracker((issue, landing) -> told.add(landing))).sync(SyncReport.Mode.ASK);

    assertThat(told).singleElement().returns("main", Landing::target);
    assertThat(awaitsReceipt()).isFalse();
    orchestrator(tracker((issue, landing) -> told.add(landing))).run();
    assertThat(told).as("it was received").hasSize(1);
  }

  @Test
  void whatItRefusesDuringASyncTheNextRunRepeats() throws Exception {
    die(Checkpoint.SWAPPED);

    SyncReport report =
        orchestrator(
                tracker(
                    (issue, landing) -> {
                      throw new IOException("the tracker is down");
                    }))
            .sync(SyncReport.Mode.ASK);

    assertThat(report.waiting()).isEmpty();
    assertThat(awaitsReceipt()).isTrue();
    orchestrator(tracker((issue, landing) -> told.add(landing))).run();
    assertThat(told).hasSize(1);
  }

  @Test
  void anIssueThatTheSourceNoLongerListsIsStillNamedToIt() throws Exception {
    die(Checkpoint.SWAPPED);
    Queue<IssueId> ids = new ConcurrentLinkedQueue<>();
    Issue other = Issue.builder(new IssueId("2")).status(IssueStatus.DONE).build();
    Tracker forgetful = new Tracker(List.of(other), (issue, landing) -> ids.add(issue.id()));

    orchestrator(forgetful).run();

    assertThat(ids).containsExactly(ONE);
  }

  /** A run that dies after a step of its landing. */
  static final class Dies {
    private Dies() {}

    public static void main(String[] arguments) throws Exception {
      Orchestrator.Builder builder =
          Orchestrator.at(Path.of(arguments[0]))
              .backlog(tracker((issue, landing) -> {}))
              .options(RunOptions.builder().agent(Command.parse("touch done")).workers(1).build());
      builder.request.steps(CrashHarness.haltAfter(Checkpoint.valueOf(arguments[2]), 1));
      builder.build().run();
    }
  }
}
