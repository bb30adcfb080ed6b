package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.options.RunOptions;
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

  private StatusReport status() throws Exception {
    return git.orchestrator().build().status();
  }

  private StatusWatch watch(StatusWatch.Source source) throws Exception {
    return new StatusWatch(screen.terminal("1"), () -> now, source);
  }

  private StatusWatch watch() throws Exception {
    return watch(() -> git.orchestrator().build().status());
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
    String wait = "while [ ! -e '" + temporary + "/%s' ]; do sleep 0.05; done\n";
    RunOptions options =
        RunOptions.builder()
            .workers(1)
            .agent(
                git.agent(
                    "echo \"at work\"\n"
                        + wait.formatted("agent")
                        + "echo x >$ROUNDHOUSE_ISSUE_ID"))
            .gate(
                git.gate(
                    "[ ! -e A-1 ] || { echo testing; " + wait.formatted("gate").strip() + "; }"))
            .build();
    return runs.submit(() -> git.orchestrator().options(options).build().run());
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
    StatusReport good = status();
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
