package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunEvent.Outlook;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live view, as a person at a screen sees it. */
class LiveBoardTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path temporary;
  private Instant now = Instant.EPOCH;
  private final AtomicInteger quits = new AtomicInteger();
  private VirtualScreen screen = new VirtualScreen(80, 24);
  private RunState state = new RunState(now, new LastLines());
  private LiveBoard board = board();
  private ProgressText text = new ProgressText(screen.terminal("1"), now);

  private void use(VirtualScreen other) {
    screen = other;
    state = new RunState(now, new LastLines());
    board = board();
    text = new ProgressText(screen.terminal("1"), now);
  }

  private LiveBoard board() {
    return new LiveBoard(
        screen.terminal("1"), () -> now, state::at, quits::incrementAndGet, () -> {});
  }

  private static IssueId id(int number) {
    return new IssueId("ISSUE-" + number);
  }

  private void say(RunEvent event) {
    text.of(event, now).forEach(board::add);
    state.learn(event, now);
    board.change();
  }

  /** Draws as often as it takes for a new size to count. */
  private void tick() throws IOException {
    board.tick();
    now = now.plusSeconds(1);
    board.tick();
  }

  private void start(int issues) {
    Set<IssueId> ahead =
        IntStream.rangeClosed(1, issues).mapToObj(LiveBoardTest::id).collect(Collectors.toSet());
    Usage spent = new Usage(10, 10, new BigDecimal("0.31"));
    Outlook outlook =
        new Outlook(ahead, Optional.of(Duration.ofMinutes(9)), spent, Optional.empty());
    say(
        new RunEvent.Started(
            new RunId("run_0123456789ab"),
            "main",
            "./agent",
            Optional.of("make"),
            3,
            issues,
            0,
            List.of(),
            () -> outlook));
  }

  private void claim(int number) {
    AttemptId attempt = new AttemptId("att_00000000000" + number % 10);
    say(new RunEvent.Claimed(id(number), "A title", attempt, 1, "w" + (number % 3 + 1)));
    say(new RunEvent.Entered(id(number), Phase.AGENT, Optional.empty()));
  }

  private void land(int number) {
    say(new RunEvent.Entered(id(number), Phase.QUEUE, Optional.empty()));
    say(new RunEvent.Entered(id(number), Phase.GATE, Optional.empty()));
    say(new RunEvent.Judged(id(number), true));
    say(new RunEvent.Landed(id(number), COMMIT, true));
  }

  private static Stream<String> landed(int issues) {
    return IntStream.rangeClosed(1, issues)
        .mapToObj(each -> "landed      ISSUE-" + each + "  0123");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void afterARunEachLandingIsOnALineOfItsOwnAndTheViewIsGone(int columns) throws IOException {
    use(new VirtualScreen(columns, 24));
    start(30);
    for (int number = 1; number <= 30; number++) {
      claim(number);
      tick();
      land(number);
      tick();
    }
    board.close();

    List<String> all = screen.all();
    assertThat(all).noneMatch(line -> line.contains("Ctrl-C") || line.contains("running"));
    landed(30).forEach(each -> assertThat(all).filteredOn(line -> line.contains(each)).hasSize(1));
    assertThat(screen.cursor()[0]).isZero();
    assertThat(screen.lines().get(screen.cursor()[1])).isEmpty();
    assertThat(screen.isReleased).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScreenThatIsMadeNarrowerAndWiderShowsTheViewOnce(boolean isWrapping) throws IOException {
    start(8);
    for (int number = 1; number <= 3; number++) {
      claim(number);
      tick();
    }
    for (int columns : List.of(40, 200, 60, 45, 80)) {
      if (isWrapping) {
        screen.resizeWrapping(columns, 24);
      } else {
        screen.resize(columns, 24);
      }
      tick();
      assertThat(screen.lines())
          .as("at " + columns)
          .filteredOn(line -> line.startsWith("main  0/8 landed · 3 running"))
          .hasSize(1);
      assertThat(screen.lines()).filteredOn(line -> line.startsWith(" w1")).hasSize(1);
      assertThat(screen.lines()).filteredOn(line -> line.contains("start       ISSUE")).hasSize(3);
      assertThat(screen.cursor()[0]).isZero();
    }
    land(2);
    tick();
    board.close();

    assertThat(screen.lines())
        .filteredOn(line -> line.contains("landed      ISSUE-2  0123456"))
        .hasSize(1);
    assertThat(screen.lines()).noneMatch(line -> line.contains("running"));
  }

  @Test
  void whatIsPrintedByOthersAppearsAboveTheView() throws IOException {
    start(2);
    claim(1);
    tick();
    screen.others.accept("roundhouse: a message\nof two lines");
    tick();

    List<String> lines = screen.lines().stream().filter(each -> !each.isEmpty()).toList();
    int view = lines.indexOf("main  0/2 landed · 1 running · ETA 9m · $0.31");
    assertThat(lines.subList(view - 2, view))
        .containsExactly("roundhouse: a message", "of two lines");
    assertThat(lines.subList(view, lines.size())).hasSize(3);
  }

  @Test
  void aRowShowsTheStateItsTimeAndTheLastLineOfItsLog() throws IOException {
    Path log = temporary.resolve("agent.log");
    start(2);
    claim(1);
    say(new RunEvent.Entered(id(1), Phase.AGENT, Optional.of(log)));
    tick();
    assertThat(row("w2")).isEqualTo(" w2  ISSUE-1  agent  1s  A title");

    Files.writeString(log, "first\nreading 10%\rreading 20%\n\n");
    now = now.plusSeconds(60);
    tick();
    assertThat(row("w2")).isEqualTo(" w2  ISSUE-1  agent  1m02s  reading 20%");

    say(new RunEvent.Entered(id(1), Phase.QUEUE, Optional.empty()));
    tick();
    assertThat(row("q1")).isEqualTo(" q1  ISSUE-1  waiting  1s  A title");
    say(new RunEvent.Entered(id(1), Phase.GATE, Optional.of(log)));
    tick();
    assertThat(row("q1")).isEqualTo(" q1  ISSUE-1  gating  1s  reading 20%");
    say(new RunEvent.Judged(id(1), false));
    tick();
    assertThat(row("q1")).isEqualTo(" q1  ISSUE-1  red  1s  A title");
    say(new RunEvent.Returned(id(1), LifecycleStatus.REJECTED, "no", ""));
    tick();
    assertThat(screen.lines()).contains("main  0/2 landed · 1 failed · 0 running · ETA 9m · $0.31");
  }

  private String row(String place) {
    return screen.lines().stream()
        .filter(line -> line.startsWith(" " + place))
        .collect(Collectors.joining("|"));
  }

  @Test
  void theGateOfTheBaseIsShown() throws IOException {
    Path log = Files.writeString(temporary.resolve("base-gate.log"), "[INFO] Running Test\n");
    start(2);
    say(new RunEvent.BaseGated("main", Optional.of(log)));
    tick();
    assertThat(screen.lines()).contains("   main  gate  1s  [INFO] Running Test");

    say(new RunEvent.BaseGated("main", Optional.empty()));
    tick();
    assertThat(screen.lines()).noneMatch(line -> line.contains("[INFO]"));
  }

  @Test
  void aKeyThatIsHeldDownCountsOnce() throws IOException {
    screen.type("x");
    board.tick();
    assertThat(quits).hasValue(0);
    for (int i = 0; i < 5; i++) {
      screen.type("qqq");
      board.tick();
    }
    assertThat(quits).hasValue(1);

    board.tick();
    screen.type("q");
    board.tick();
    assertThat(quits).hasValue(2);
  }

  @Test
  void inTheBackgroundOnlyLinesArePrintedAndTheViewComesBackBelowThem() throws IOException {
    start(2);
    claim(1);
    tick();
    screen.isForeground = false;
    land(1);
    tick();
    claim(2);
    tick();
    long views = views();
    screen.isForeground = true;
    tick();

    assertThat(views).isEqualTo(1); // the one that was left when the shell took over
    assertThat(views()).isEqualTo(2);
    assertThat(screen.lines()).anyMatch(line -> line.contains("landed      ISSUE-1"));
  }

  private long views() {
    return screen.lines().stream().filter(line -> line.startsWith("main  ")).count();
  }

  @Test
  void ctrlZLeavesNoViewToTheShell() throws IOException {
    start(2);
    claim(1);
    tick();
    screen.isToStop = true;
    screen.isForeground = false;
    board.tick();

    assertThat(screen.suspensions).isEqualTo(1);
    assertThat(views()).isZero();
    assertThat(screen.cursor()[0]).isZero();
  }

  @Test
  void aTerminalThatIsGoneEndsTheViewAndReleasesTheScreen() throws IOException {
    start(2);
    tick();
    screen.fault = new IOException("Input/output error");
    claim(1);

    assertThatThrownBy(this::tick).isSameAs(screen.fault);
    board.close();
    assertThat(screen.isReleased).isTrue();
  }
}
