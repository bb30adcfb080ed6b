package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status as it is watched from another terminal than that of the run. */
@Timeout(Patience.SECONDS)
class StatusWatchTest {
  @TempDir private Path temporary;
  private GitFixture git;
  private Instant now = Instant.now();
  private VirtualScreen screen = new VirtualScreen(80, 24);
  private final ExecutorService runs = Executors.newSingleThreadExecutor();

  @BeforeEach
  void makeProject() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2").commitAll("backlog");
  }

  @AfterEach
  void endRun() throws IOException {
    Files.writeString(temporary.resolve("agent"), "");
    Files.writeString(temporary.resolve("gate"), "");
    runs.shutdown();
  }

  private StatusWatch.Seen status() throws IOException, RefusedException {
    return StatusWatch.Seen.by(git.orchestrator().build());
  }

  private StatusWatch watch(StatusWatch.Source source) throws Exception {
    return new StatusWatch(screen.terminal("1"), () -> now, source);
  }

  private StatusWatch watch() throws Exception {
    return watch(this::status);
  }

  /** Lets a second pass, and draws as often as it takes for a new size to count. */
  private void tick(StatusWatch watch) throws IOException {
    now = now.plusSeconds(60);
    watch.tick();
    watch.tick();
  }

  /** Waits until a line of the screen is as the regular expression says. */
  private void await(StatusWatch watch, String line) {
    Patience.await()
        .untilAsserted(
            () -> {
              tick(watch);
              assertThat(screen.lines()).anyMatch(each -> each.matches(line));
            });
  }

  /** Begins a run whose agent and gate wait for files of these names. */
  private Future<RunReport> run() {
    return run(
        1,
        "echo \"at work\"\n" + waitFor("agent") + "\necho x >$ROUNDHOUSE_ISSUE_ID",
        "[ ! -e A-1 ] || { echo testing; " + waitFor("gate") + "; }");
  }

  private Future<RunReport> run(int workers, String agent, String gate) {
    RunOptions options =
        RunOptions.builder().workers(workers).agent(git.agent(agent)).gate(git.gate(gate)).build();
    return runs.submit(() -> git.orchestrator().options(options).build().run());
  }

  private String waitFor(String file) {
    return "while [ ! -e '" + temporary.resolve(file) + "' ]; do sleep 0.05; done";
  }

  @Test
  void whatHasPassedTheGateAndWaitsForOthersIsGreenNotGating() throws Exception {
    String one = "{ [ -e A-1 ] && [ ! -e A-2 ]; } || { [ -e A-2 ] && [ ! -e A-1 ]; }";
    Future<RunReport> run =
        run(
            2,
            "echo x >$ROUNDHOUSE_ISSUE_ID",
            "if " + one + "; then echo testing; " + waitFor("gate") + "; fi");

    StatusWatch watch = watch();
    await(watch, " q2 +A-\\d +green .* Work on A-\\d.*");
    await(watch, " q1 +A-\\d +gating .* testing.*");

    Files.writeString(temporary.resolve("gate"), "");
    assertThat(run.get().isComplete()).isTrue();
  }

  @Test
  void theTimeThatIsLeftIsShownOnceAnIssueHasLanded() throws Exception {
    git.issue("A-3").commitAll("more");
    String agent = "[ $ROUNDHOUSE_ISSUE_ID = A-1 ] || " + waitFor("agent");
    Future<RunReport> run = run(1, agent + "\necho x >$ROUNDHOUSE_ISSUE_ID", "true");

    StatusWatch watch = watch();
    await(watch, "main +1/3 landed · 1 running · ETA .*");

    Files.writeString(temporary.resolve("agent"), "");
    assertThat(run.get().isComplete()).isTrue();
    await(watch, "no run is active · 0 issues ready");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  @Tag("slow")
  void theWorktreesAndTheQueueOfARunElsewhereAreShown(int columns) throws Exception {
    screen = new VirtualScreen(columns, 24);
    StatusWatch watch = watch();
    tick(watch);
    assertThat(screen.lines()).anyMatch(line -> line.startsWith("no run is active · 2 issues"));

    Future<RunReport> run = run();
    await(watch, " w1 +A-1 +agent +\\d+m?\\d*s? +at work.*");
    assertThat(screen.lines()).contains("main  0/2 landed · 1 running");
    Files.writeString(temporary.resolve("agent"), "");
    await(watch, " q1 +A-1 +gating .* testing.*");
    assertThat(screen.lines()).allMatch(line -> DisplayText.width(line) < columns);
    Files.writeString(temporary.resolve("gate"), "");
    assertThat(run.get().isComplete()).isTrue();
    await(watch, "no run is active · 0 issues ready.*");

    assertThat(screen.lines()).noneMatch(line -> line.contains("A-1"));
    assertThat(screen.lines()).contains(" q or Ctrl-C: end");
  }

  @Test
  void theKeyQEndsItAndTheLastPictureStays() throws Exception {
    StatusWatch watch = watch();
    screen.type("q");
    watch.show();

    assertThat(screen.isReleased).isTrue();
    assertThat(screen.lines()).contains("no run is active · 2 issues ready");
    assertThat(screen.lines()).noneMatch(line -> line.contains("Ctrl-C"));
    assertThat(screen.cursor()[0]).isZero();
  }

  @Test
  void itEndsForASignalFromAnyThreadAndNeverByItself() throws Exception {
    StatusWatch watch = watch();
    CompletableFuture<Void> shown = CompletableFuture.runAsync(() -> show(watch), runs);
    Patience.await().until(() -> screen.lines().stream().anyMatch(line -> line.contains("ready")));
    assertThat(shown).isNotDone();
    watch.end();
    shown.join();
  }

  private static void show(StatusWatch watch) {
    try {
      watch.show();
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void aStatusThatCannotBeReadForAMomentIsReadAgain() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    StatusWatch.Seen good = status();
    StatusWatch watch =
        watch(
            () -> {
              if (reads.incrementAndGet() == 2) {
                throw new IOException("in the middle of a \u001b[2Jcheckout");
              }
              return good;
            });
    tick(watch);
    assertThat(screen.lines())
        .contains(" cannot be read at the moment: in the middle of a ?[2Jcheckout");
    tick(watch);
    assertThat(screen.lines()).contains(" q or Ctrl-C: end");
  }

  @Test
  void aStatusThatCannotBeReadAtAllLeavesTheScreenAlone() {
    IOException gone = new IOException("gone");

    assertThatThrownBy(
            () ->
                watch(
                    () -> {
                      throw gone;
                    }))
        .isSameAs(gone);
    assertThat(screen.lines()).allMatch(String::isEmpty);
  }

  @Test
  void nothingIsWritten() throws Exception {
    StatusWatch watch = watch();
    List<Path> before = files();
    tick(watch);
    tick(watch);

    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(git.root())) {
      return all.sorted().toList();
    }
  }
}
