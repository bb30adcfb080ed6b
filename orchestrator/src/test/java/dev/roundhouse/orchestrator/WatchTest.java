package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.run.WatchReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch works what there is, waits, and works what there is then: on real git. */
@Timeout(Patience.SECONDS)
@Tag("slow")
class WatchTest {
  private static final String AGENT =
      """
      echo "$ROUNDHOUSE_ISSUE_ID" >>"$HOME/worked"
      [ ! -e "$HOME/broken" ] || exit 1
      echo work >$ROUNDHOUSE_ISSUE_ID.txt
      """;

  @TempDir Path temporary;
  private final StopSignal stop = new StopSignal();
  private final RunOptions.Builder options = RunOptions.builder().workers(1).attempts(1);
  private final Deque<Act> acts = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();
  private GitFixture git;
  private final AtomicInteger minutes = new AtomicInteger();
  private volatile boolean minutesPass; // one with each look at the clock

  /** What somebody does while the watch waits. */
  private interface Act {
    void perform() throws Exception;
  }

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
    git.write("README", "empty\n").commitAll("begin");
    options.agent(git.agent(AGENT));
  }

  private Orchestrator orchestrator() {
    return git.orchestrator()
        .options(options.build())
        .stop(stop)
        .listener(this::on)
        .clock(this::now)
        .build();
  }

  private Instant now() {
    return Instant.now().plus(Duration.ofMinutes(minutesPass ? minutes.incrementAndGet() : 0));
  }

  /** Each time it waits the next act is performed; after the last it is stopped. */
  private void on(RunEvent event) {
    if (event instanceof RunEvent.Noticed noticed) {
      notes.add(noticed.message());
      if (noticed.message().startsWith("watching:")
          || noticed.message().endsWith("up to date again")) {
        next();
      }
    }
  }

  private void next() {
    Act next = acts.poll();
    if (next == null) {
      stop.raise(StopSignal.Level.DRAIN);
      return;
    }
    try {
      next.perform();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private List<String> worked() throws Exception {
    Path worked = home("worked");
    return Files.exists(worked) ? Files.readAllLines(worked) : List.of();
  }

  private Path home(String name) {
    return Path.of(String.valueOf(git.environment().get("HOME"))).resolve(name);
  }

  private static IssueId id(String text) {
    return IssueId.parse(text).orElseThrow();
  }

  @Test
  void whatIsNewIsTakenAsItComes() throws Exception {
    git.issue("A-1").commitAll("backlog");
    acts.add(() -> git.issue("A-2"));
    acts.add(() -> git.issue("A-3", "blocked_by: [A-2]"));

    WatchReport report = orchestrator().watch();

    assertThat(git.landed("main")).containsExactly("A-3", "A-2", "A-1");
    assertThat(report.landed()).isEqualTo(3);
    assertThat(report.runs()).isEqualTo(3);
    assertThat(report.last().orElseThrow().isComplete()).isTrue();
  }

  @Test
  void anEmptyBacklogIsWaitedWith() throws Exception {
    acts.add(() -> git.issue("A-1"));

    orchestrator().watch();

    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void whatPeopleAskForIsDone() throws Exception {
    Files.createFile(home("broken"));
    git.issue("A-1").commitAll("backlog");
    acts.add(
        () -> {
          Files.delete(home("broken"));
          orchestrator().planEditor().retry(List.of(id("A-1")));
        });

    orchestrator().watch();

    assertThat(worked()).containsExactly("A-1", "A-1");
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void whatIsHeldUpGoesOnOnceTheTargetIsMended() throws Exception {
    git.write("red", "yes\n").issue("A-1").commitAll("a red base");
    options.gate(git.gate("test ! -e red\n"));
    acts.add(
        () -> {
          git.git("rm", "-q", "red");
          git.git("commit", "-q", "-m", "mended");
        });

    orchestrator().watch();

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(worked()).as("a red base costs no attempt").containsExactly("A-1");
  }

  @Test
  void aBaseThatIsRedForWantOfSomethingElseIsGatedAgainAfterAWhile() throws Exception {
    git.issue("A-1").commitAll("backlog");
    options.gate(git.gate("echo x >>\"$HOME/gated\"; test -e \"$HOME/database\"\n"));
    acts.add(
        () -> {
          assertThat(orchestrator().status().plan().find(id("A-1")).orElseThrow().reason())
              .startsWith("the last run was held: main itself does not pass the gate: ");
          Files.createFile(home("database"));
          minutesPass = true;
        });

    orchestrator().watch();

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(worked()).as("a red base costs no attempt").containsExactly("A-1");
    assertThat(Files.readAllLines(home("gated"))).as("red twice, green, the work").hasSize(4);
  }

  @Test
  void theTargetFollowsOnceWhatWasInTheWayIsGone() throws Exception {
    git.issue("A-1").commitAll("backlog").write("A-1.txt", "in the way\n");
    acts.add(() -> Files.delete(git.root().resolve("A-1.txt")));

    orchestrator().watch();

    assertThat(git.git("rev-parse", "main"))
        .isEqualTo(git.git("rev-parse", "refs/roundhouse/tip/main"));
    assertThat(notes).contains("main is up to date again");
  }

  @Test
  void aBacklogThatBecomesAmbiguousIsWaitedWith() throws Exception {
    git.issue("A-1").commitAll("backlog");
    acts.add(
        () ->
            git.write("issues/a.md", "---\nid: A-2\n---\n# One\n")
                .write("issues/b.md", "---\nid: A-2\n---\n# The same\n"));
    acts.add(() -> Files.delete(git.root().resolve("issues/b.md")));

    orchestrator().watch();

    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(notes).anyMatch(each -> each.contains("nothing starts") && each.contains("A-2"));
  }

  @Test
  void theTargetStaysWhatItWasWhenAnotherBranchIsCheckedOut() throws Exception {
    git.issue("A-1").commitAll("backlog");
    acts.add(
        () -> {
          git.git("switch", "-q", "-c", "other");
          git.issue("B-1");
        });
    acts.add(
        () -> {
          Files.delete(git.root().resolve("issues/B-1.md"));
          git.git("switch", "-q", "main");
          git.issue("A-2");
        });

    orchestrator().watch();

    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(git.landed("other")).containsExactly("A-1");
    assertThat(worked()).doesNotContain("B-1");
  }

  @Test
  void noMoreIssuesAreBegunThanAreAllowedInAll() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    options.selection(options.build().selection().atMost(3));
    acts.add(() -> git.issue("A-3").issue("A-4"));
    acts.add(() -> assertThat(false).as("it should have ended").isTrue());

    orchestrator().watch();

    assertThat(worked()).hasSize(3);
  }

  @Test
  void theBudgetIsThatOfAllRuns() throws Exception {
    String costly = AGENT + "echo '{\"usage\":{\"cost_usd\":0.4}}' >\"$ROUNDHOUSE_RESULT\"\n";
    git.write(
        "roundhouse.yaml",
        "agent: '"
            + git.script("agent", costly)
            + "'\nworkers: 1\nbudget: {run: 1.00 usd, attempt: 0.30 usd}\n");
    git.issue("A-1").commitAll("backlog");
    options.agents(ConfigFile.read(git.root()).build().agents());
    acts.add(() -> git.issue("A-2"));
    acts.add(() -> git.issue("A-3"));
    acts.add(() -> git.issue("A-4"));

    orchestrator().watch();

    assertThat(worked()).containsExactly("A-1", "A-2");
    assertThat(notes).anyMatch(each -> each.contains("$0.80 spent, $0.20 left"));
  }

  @Test
  void oneWatchesAtATime() throws Exception {
    git.issue("A-1").commitAll("backlog");
    acts.add(
        () -> {
          assertThatThrownBy(() -> orchestrator().watch())
              .isInstanceOf(RefusedException.class)
              .hasMessageContaining("watch, process " + ProcessHandle.current().pid());
          assertThatThrownBy(() -> orchestrator().run())
              .isInstanceOf(RefusedException.class)
              .hasMessageContaining("another run is active");
          assertThatThrownBy(() -> orchestrator().sync(SyncReport.Mode.ACCEPT))
              .isInstanceOf(RefusedException.class)
              .hasMessageContaining("another run is active");
          stop.raise(StopSignal.Level.DRAIN);
        });

    orchestrator().watch();

    assertThat(git.landed("main")).containsExactly("A-1");
  }
}
