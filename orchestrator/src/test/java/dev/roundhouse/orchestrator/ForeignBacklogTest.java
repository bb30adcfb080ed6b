package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Landing;
import dev.roundhouse.core.backlog.LandingReceiver;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog of an embedder's own is checked like files, and written back to as it says itself. */
class ForeignBacklogTest {
  private static final IssueId ONE = new IssueId("1");
  private static final IssueId TWO = new IssueId("2");
  private static final String TASKS =
      "{ \"tasks\": [\r\n"
          + "  { \"id\": 1,\t\"state\": \"todo\" , \"title\": \"grün\" },\r\n"
          + "  { \"id\": 2,\t\"state\": \"todo\" , \"title\": \"rot\" }\r\n"
          + "] }";

  @TempDir Path temporary;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private GitFixture git;

  @BeforeEach
  void makeProject() {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("tasks.json", TASKS).commitAll("backlog");
  }

  private static Issue.Builder task(IssueId id) {
    return Issue.builder(id)
        .title("Task " + id)
        .body("Do the work of " + id)
        .file("tasks.json")
        .locator("tasks.json#" + id);
  }

  private static BacklogReading tasks() {
    return new BacklogReading(List.of(task(ONE).build(), task(TWO).build()), List.of());
  }

  /** Tasks in one file, of which only the word of their state changes. */
  private static final class TaskFile implements Backlog {
    @Override
    public BacklogReading read() {
      return tasks();
    }

    @Override
    public Optional<byte[]> markedDone(Issue issue, byte[] contentAtTip, Instant when) {
      String text = new String(contentAtTip, StandardCharsets.UTF_8);
      String open = "\"id\": " + issue.id() + ",\t\"state\": \"";
      return Optional.of(
          text.replace(open + "todo\"", open + "done\"").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A tracker that is told of landings. */
  private record Tracker(LandingReceiver receiver) implements Backlog {
    @Override
    public BacklogReading read() {
      return tasks();
    }

    @Override
    public Optional<LandingReceiver> landingReceiver() {
      return Optional.of(receiver);
    }
  }

  private Orchestrator.Builder orchestrator(Backlog backlog, String script) {
    return git.orchestrator()
        .backlog(backlog)
        .listener(
            event -> {
              if (event instanceof RunEvent.Noticed noticed && noticed.warning()) {
                warnings.add(noticed.message());
              }
            })
        .options(RunOptions.builder().agent(git.agent(script)).workers(1).build());
  }

  private RunReport run(Backlog backlog) throws Exception {
    return orchestrator(backlog, "echo x >work-$ROUNDHOUSE_ISSUE_ID\n").build().run();
  }

  private Path state() {
    return git.root().resolve(".git/roundhouse");
  }

  private IssueRecord record(IssueId id) throws IOException {
    return Ledger.read(state()).issue(id).orElseThrow();
  }

  @Test
  void theTimeOfARunIncludesThatInWhichItsBacklogIsRead() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Backlog slow =
        () -> {
          now.updateAndGet(then -> then.plusSeconds(60));
          return tasks();
        };

    RunReport report =
        orchestrator(slow, "echo x >work-$ROUNDHOUSE_ISSUE_ID\n").clock(now::get).build().run();

    assertThat(report.elapsed()).isEqualTo(Duration.between(Instant.EPOCH, now.get())).isPositive();
  }

  @Test
  void duplicatesAndCyclesAreRefusedAsInFiles() {
    Backlog twice =
        () ->
            new BacklogReading(
                List.of(task(ONE).build(), task(ONE).locator("tasks.json#other").build()),
                List.of());
    Backlog circle =
        () ->
            new BacklogReading(
                List.of(
                    task(ONE).blockedBy(Set.of(TWO)).blocks(Set.of(TWO)).build(),
                    task(TWO).build()),
                List.of());

    assertThatThrownBy(() -> run(twice))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("tasks.json#other: 2 issues have the id 1");
    assertThatThrownBy(() -> run(circle))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("tasks.json#1: these issues form a dependency cycle: 1, 2");
  }

  @Test
  void lintAndPlanShowThemToo() throws Exception {
    Backlog twice =
        () ->
            new BacklogReading(
                List.of(task(ONE).build(), task(ONE).locator("tasks.json#other").build()),
                List.of());
    Orchestrator orchestrator = orchestrator(twice, "true").build();

    assertThat(orchestrator.status().reading().findings()).hasSize(1);
    assertThat(orchestrator.status().reading().issues()).hasSize(1);
    assertThat(orchestrator.plan().statusReport().reading().findings()).hasSize(1);
  }

  @Test
  void nothingIsWrittenIntoAFileThatTheSourceDoesNotSayItOwns() throws Exception {
    RunReport report = run(ForeignBacklogTest::tasks);

    assertThat(report.issues()).extracting(IssueResult::status).containsExactly("landed", "landed");
    assertThat(git.read("tasks.json")).isEqualTo(TASKS);
    assertThat(git.git("log", "--format=%s", "--", "tasks.json")).isEqualTo("backlog");
    assertThat(record(ONE).marked()).isFalse();
  }

  @Test
  void theSourceMarksItsOwnFileAndNoOtherByteChanges() throws Exception {
    RunReport report = run(new TaskFile());

    assertThat(report.isComplete()).isTrue();
    assertThat(git.read("tasks.json")).isEqualTo(TASKS.replace("todo", "done"));
    assertThat(git.git("log", "--no-merges", "--format=%s", "--", "tasks.json"))
        .isEqualTo("backlog");
    assertThat(record(TWO).marked()).isTrue();
  }

  @Test
  void marksOfOneFileThatHadToWaitAreMadeTogether() throws Exception {
    git.write("tasks.json", TASKS + "\r\n");
    run(new TaskFile());
    assertThat(git.show("main", "tasks.json")).isEqualTo(TASKS);
    git.write("tasks.json", TASKS);

    orchestrator(new TaskFile(), "true").build().sync(SyncReport.Mode.ASK);

    assertThat(git.show("main", "tasks.json")).isEqualTo(TASKS.replace("todo", "done"));
    assertThat(git.subjects("main").get(0)).isEqualTo("Mark 1, 2 done");
  }

  @Test
  void anAgentsOwnMarkIsNoWork() throws Exception {
    String marks =
        "sed -i \"s/\\\"id\\\": $ROUNDHOUSE_ISSUE_ID,\\(.*\\)todo/\\\"id\\\":"
            + " $ROUNDHOUSE_ISSUE_ID,\\1done/\" tasks.json\n";

    RunReport report = orchestrator(new TaskFile(), marks).build().run();

    assertThat(report.issues())
        .extracting(IssueResult::status)
        .containsExactly("no-change", "no-change");
  }

  @Test
  void anAgentGetsTheTextOfItsIssueAndNotAFileOfMany() throws Exception {
    RunReport report =
        orchestrator(
                ForeignBacklogTest::tasks,
                "cat \"$ROUNDHOUSE_ISSUE_FILE\" >got-$ROUNDHOUSE_ISSUE_ID\n")
            .build()
            .run();

    assertThat(report.isComplete()).isTrue();
    assertThat(git.show("main", "got-1")).isEqualTo("# Task 1\n\nDo the work of 1");
  }

  @Test
  void theReceiverHearsOfADurableLandingWithoutALock() throws Exception {
    List<Landing> landings = new ArrayList<>();
    Tracker tracker =
        new Tracker(
            (issue, landing) -> {
              assertThat(record(issue.id()).landedCommit()).isEqualTo(landing.commit());
              try (Ledger ledger = Ledger.open(state(), InstantSource.system())) {
                ledger.commit(new Event.RunBeat(RunId.fresh(), 1, landing.at()));
              }
              landings.add(landing);
            });

    RunReport report = run(tracker);

    assertThat(landings).isNotEmpty();
    assertThat(warnings).isEmpty();
    Landing first = landings.get(0);
    assertThat(first.target()).isEqualTo("main");
    assertThat(git.git("merge-base", "--is-ancestor", first.commit(), "main")).isEmpty();
    assertThat(first.attempt()).isEqualTo(record(ONE).history().get(0).attempt());
    assertThat(record(ONE).awaitsReceipt()).isFalse();
    assertThat(report.landed()).isPositive();
  }

  @Test
  void whatTheReceiverRefusesComesAgainInTheNextRunAndThenNoMore() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    boolean[] down = {true};
    Tracker tracker =
        new Tracker(
            (issue, landing) -> {
              told.add(issue.id() + " " + landing);
              if (down[0] && issue.id().equals(ONE)) {
                throw new IOException("the tracker is down");
              }
              if (down[0]) {
                throw new IllegalStateException("odd");
              }
            });

    RunReport report = run(tracker);
    assertThat(report.isComplete()).isTrue();
    assertThat(told).hasSize(2);
    assertThat(warnings)
        .containsExactly(
            "1 has landed, but the backlog could not be notified: the tracker is down; the next run"
                + " tries again",
            "2 has landed, but the backlog could not be notified: odd; the next run tries again");
    down[0] = false;
    run(tracker);
    run(tracker);

    assertThat(told).hasSize(4);
    assertThat(told.subList(2, 4)).containsExactlyInAnyOrderElementsOf(told.subList(0, 2));
    assertThat(warnings).hasSize(2);
  }

  @Test
  void aReceiverThatHangsDoesNotOutliveAnInterruptedRun() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    StopSignal stop = new StopSignal();
    Tracker tracker =
        new Tracker(
            (issue, landing) -> {
              stop.raise(StopSignal.Level.INTERRUPT);
              try {
                hanging.await();
              } catch (InterruptedException ended) {
                interrupted.countDown();
                throw ended;
              }
            });

    RunReport report = orchestrator(tracker, "echo >x\n").stop(stop).build().run();

    interrupted.await();
    assertThat(report.landed()).isEqualTo(1);
    assertThat(record(ONE).awaitsReceipt()).isTrue();
  }

  @Test
  void aLandingThatADeathKeptFromTheReceiverComesInTheNextRun() throws Exception {
    CrashHarness.halt(git, DiesAfterLanding.class, git.root().toString(), git.home().toString());
    List<IssueId> told = Collections.synchronizedList(new ArrayList<>());

    run(new Tracker((issue, landing) -> told.add(issue.id())));

    assertThat(told).containsExactly(ONE, TWO);
  }

  /** A run that dies as soon as its first landing is durable. */
  static final class DiesAfterLanding {
    private DiesAfterLanding() {}

    public static void main(String[] arguments) throws Exception {
      Orchestrator.Builder builder =
          Orchestrator.at(Path.of(arguments[0]))
              .backlog(new Tracker((issue, landing) -> {}))
              .options(RunOptions.builder().agent(Command.parse("touch done")).workers(1).build());
      builder.request.steps(CrashHarness.haltAfter(Checkpoint.LANDED, 1));
      builder.build().run();
    }
  }
}
