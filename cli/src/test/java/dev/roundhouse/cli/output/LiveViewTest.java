package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.output.LiveViewState.Counts;
import dev.roundhouse.cli.output.LiveViewState.Row;
import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.run.StopSignal.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The view of a run is laid out for screens of any size. */
class LiveViewTest {
  private static final Row AGENT =
      row("w1", "FEAT-6", "agent", TextTable.Style.PLAIN, 130, "attempt 2 · editing src/top.js");
  private static final Row GATE =
      row("q1", "BUG-2", "gating", TextTable.Style.PLAIN, 31, "npm test");
  private static final Row GREEN = row("q2", "BUG-3", "green", TextTable.Style.GOOD, 4, "");

  private static Row row(
      String place, String issue, String state, TextTable.Style style, int seconds, String note) {
    return new Row(place, issue, state, style, Duration.ofSeconds(seconds), note);
  }

  private static LiveViewState picture(List<Row> running, List<Row> queue, Level stop) {
    return new LiveViewState(
        "main",
        new Counts(3, 8, 1),
        running,
        queue,
        Optional.of(Duration.ofMinutes(14)),
        Optional.of(7.6),
        new Usage(0, 0, new BigDecimal("1.2")),
        Optional.of(new Usage(0, 0, new BigDecimal("20"))),
        stop,
        "",
        Optional.empty());
  }

  private static List<String> lines(LiveViewState picture, int columns, int rows) {
    VirtualScreen screen = new VirtualScreen(columns, rows);
    return LiveView.lines(picture, new Screen.Size(columns, rows), screen.terminal("1"));
  }

  @Test
  void aScreenOfTheUsualWidthHasAllOfIt() {
    assertThat(lines(picture(List.of(AGENT), List.of(GATE, GREEN), Level.NONE), 80, 24))
        .containsExactly(
            "main  3/8 landed · 1 running · 2 in the queue · ETA 14m · $1.20 of $20.00",
            " w1  FEAT-6  agent   2m10s  attempt 2 · editing src/top.js",
            " q1  BUG-2   gating    31s  npm test",
            " q2  BUG-3   green      4s",
            " q or Ctrl-C: finish the running issues and start no new ones");
  }

  @Test
  void aWideScreenAlsoHasTheRateAndWhatFailed() {
    assertThat(lines(picture(List.of(AGENT), List.of(), Level.NONE), 200, 50))
        .containsExactly(
            "main  3/8 landed · 1 failed · 1 running · ETA 14m · 7.6/h · $1.20 of $20.00",
            " w1  FEAT-6  agent  2m10s  attempt 2 · editing src/top.js",
            " q or Ctrl-C: finish the running issues and start no new ones; again: stop them now,"
                + " keeping their work");
  }

  @Test
  void aNarrowScreenHasWhatMattersMost() {
    assertThat(lines(picture(List.of(AGENT), List.of(GATE, GREEN), Level.NONE), 40, 24))
        .containsExactly(
            "main  3/8 landed · 1 running · ETA 14m",
            " w1 FEAT-6 agent  2m10s attempt 2 · ed…",
            " q1 BUG-2  gating   31s npm test",
            " q2 BUG-3  green     4s",
            " q or Ctrl-C: finish running issues");
  }

  @ParameterizedTest
  @CsvSource({"40,20", "40,24", "80,24", "200,50", "41,3", "80,7", "20,5", "9,2"})
  void noLineReachesTheLastColumnAndAThirdOfTheScreenIsEnough(int columns, int rows) {
    List<Row> many = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      String id = i % 2 == 0 ? "全角文字-" + i : "A-very-long-id-of-an-issue-with-many-parts-" + i;
      many.add(
          row("w" + i, id, "agent", TextTable.Style.PLAIN, 1000 * i, "編集中 ⚠️ 👩‍💻 ".repeat(30)));
    }
    List<Row> queue = List.of(GATE, GREEN, GATE, GATE, GREEN);
    for (Level stop : Level.values()) {
      List<String> lines = lines(picture(many, queue, stop), columns, rows);

      assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, rows / 3));
      assertThat(lines).allMatch(line -> DisplayText.width(line) < columns);
    }
  }

  @Test
  void issuesWithoutRoomAreCounted() {
    List<Row> many = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      many.add(row("w" + i, "A-" + i, "agent", TextTable.Style.PLAIN, i, "x"));
    }

    List<String> lines = lines(picture(many, List.of(GATE, GREEN, GREEN), Level.NONE), 80, 24);

    assertThat(lines).hasSize(8);
    assertThat(lines.get(1)).startsWith(" w1  A-1 ");
    assertThat(lines.get(5)).startsWith(" q1  BUG-2");
    assertThat(lines.get(6)).isEqualTo(" + 8 more running · 2 more in the queue (2 green)");
  }

  @Test
  void theLastLineSaysWhatTheNextPressDoes() {
    assertThat(lines(picture(List.of(AGENT), List.of(), Level.DRAIN), 100, 24).get(2))
        .isEqualTo(
            " finishing the running issues; q or Ctrl-C again: stop them now, keeping their work");
    assertThat(lines(picture(List.of(AGENT), List.of(), Level.INTERRUPT), 40, 24).get(2))
        .isEqualTo(" stopping; Ctrl-C again: exit at once");
  }

  @Test
  void nothingUnknownIsShown() {
    LiveViewState begun =
        new LiveViewState(
            "main",
            new Counts(0, 0, 0),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Usage.NONE,
            Optional.empty(),
            Level.NONE,
            "",
            Optional.empty());

    assertThat(lines(begun, 80, 24).get(0)).isEqualTo("main  0 landed · 0 running");
  }

  @Test
  void aRunThatHasNotBegunIsStarting() {
    Instant begun = Instant.EPOCH;

    assertThat(lines(new RunState(begun, log -> "").at(begun), 80, 24).get(0))
        .isEqualTo("starting");
  }

  @Test
  void whatATerminalWouldObeyIsReplaced() {
    Row evil =
        row("w1", "A-1", "agent", TextTable.Style.PLAIN, 1, "\u001b[2J\u001b[99Aboo\u0007\u009b2J");

    assertThat(lines(picture(List.of(evil), List.of(), Level.NONE), 80, 24))
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
  }
}
