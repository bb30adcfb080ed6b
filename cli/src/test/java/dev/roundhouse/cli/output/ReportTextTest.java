package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.RunReport.Ending;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.Decision.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a run, as a person reads it. */
class ReportTextTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final String FROM = "c702e66000000000000000000000000000000000";
  private static final String TIP = "f1c69b7000000000000000000000000000000000";
  private static final IssueResult LANDED = result("BUG-1", "landed", "");
  private static final IssueResult FAILED =
      result("FEAT-10", "failed", "the agent exited with 1: I give up; its work is kept");
  private static final IssueResult REJECTED = result("BUG-2", "rejected", "the gate exited with 1");
  private static final IssueResult BLOCKED =
      result("BUG-14", "open", "blocked by FEAT-10 (failed)");
  private static final IssueResult ASKS =
      result("BUG-15", "awaiting-approval", "it awaits approval before it lands");

  private static IssueResult result(String id, String status, String reason) {
    boolean isLanded = status.equals("landed");
    return new IssueResult(
        new IssueId(id), "Title", status, 1, reason, Optional.empty(), isLanded, isLanded);
  }

  private static RunReport report(Ending ending, Optional<String> waiting, IssueResult... issues) {
    Usage usage = new Usage(12_000, 3_000, new BigDecimal("4.1"));
    UsageSummary total = new UsageSummary(1, 2, Duration.ofMinutes(31), usage, Usage.NONE);
    return new RunReport(
        new RunId("run_0123456789ab"),
        "main",
        ending,
        "",
        List.of(issues),
        List.of(),
        FROM,
        TIP,
        waiting,
        true,
        Duration.ofMinutes(22),
        Map.of(),
        Map.of(),
        0,
        new UsageStatistics(total, new TreeMap<>(), new TreeMap<>(), new TreeMap<>()));
  }

  private static List<String> lines(RunReport report, int columns) {
    return lines(report, columns, List.of());
  }

  private static List<String> lines(RunReport report, int columns, List<Decision> decisions) {
    StringWriter shown = new StringWriter();
    PrintWriter out = new PrintWriter(shown);
    Terminal terminal =
        new Terminal(
            out,
            out,
            Path.of(""),
            Map.of("NO_COLOR", "1"),
            true,
            () -> columns,
            SignalSource.none(),
            Screen.none(),
            () -> NOW);
    new ReportText(terminal).print(report, decisions);
    return shown.toString().lines().skip(1).toList();
  }

  private static Decision decision(IssueResult issue, Kind kind, Duration age) {
    return new Decision(
        kind,
        Optional.of(issue.id()),
        issue.id().value(),
        issue.title(),
        Optional.of(NOW.minus(age)),
        issue.reason());
  }

  private static List<Decision> decisions() {
    return List.of(
        decision(REJECTED, Kind.SETBACK, Duration.ofHours(7)),
        decision(ASKS, Kind.LANDING, Duration.ofMinutes(40)),
        decision(FAILED, Kind.SETBACK, Duration.ofSeconds(3)));
  }

  @Test
  void theReportBeginsWithWhatNeedsAPersonAndNamesWhatElseIsLeft() {
    RunReport report =
        report(Ending.FINISHED, Optional.empty(), LANDED, REJECTED, BLOCKED, ASKS, FAILED);

    assertThat(lines(report, 100, decisions()))
        .containsExactly(
            "Needs you (3)",
            "  BUG-2    Title  7h ago",
            "           the gate exited with 1 → roundhouse review BUG-2",
            "  BUG-15   Title  40m ago",
            "           it awaits approval before it lands → roundhouse review BUG-15",
            "  FEAT-10  Title  3s ago",
            "           the agent exited with 1: I give up; its work is kept → roundhouse review"
                + " FEAT-10",
            "",
            "finished in 22m00s: 1 landed, 1 awaiting-approval, 1 failed, 1 open, 1 rejected ·"
                + " $4.10",
            "main moved c702e66 → f1c69b7",
            "agents used $4.10, 12.0k tokens in and 3.0k out; 31m00s of agents' time, 2 attempts",
            "  BUG-14  blocked by FEAT-10 (failed) → roundhouse why BUG-14");
  }

  @Test
  void aNarrowScreenBreaksLinesAndNeverACommand() {
    RunReport report = report(Ending.FINISHED, Optional.empty(), LANDED, FAILED);

    assertThat(lines(report, 40, decisions().subList(2, 3)))
        .containsExactly(
            "Needs you (1)",
            "  FEAT-10  Title  3s ago",
            "           the agent exited with 1: I",
            "           give up; its work is kept",
            "           → roundhouse review FEAT-10",
            "",
            "finished in 22m00s: 1 landed, 1 failed",
            "$4.10 · main moved c702e66 → f1c69b7",
            "agents used $4.10, 12.0k tokens in and",
            "3.0k out; 31m00s of agents' time, 2",
            "attempts");
  }

  @Test
  void anAccountThatAPersonHasToSeeToIsInTheList() {
    Decision account =
        new Decision(
            Kind.ACCOUNT,
            Optional.empty(),
            "claude",
            "",
            Optional.empty(),
            "it cannot log in to its account: run\u001b[2J /login");

    assertThat(lines(report(Ending.HELD, Optional.empty()), 100, List.of(account)))
        .startsWith(
            "Needs you (1)",
            "  claude  it cannot log in to its account: run?[2J /login → roundhouse agents check"
                + " claude");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void noLineIsWiderThanTheScreen(int columns) {
    IssueResult wide = result("A".repeat(16), "failed", "no reason ".repeat(40) + "x".repeat(99));
    String waiting = "local changes to " + "a/long/path/".repeat(20) + " would be overwritten";

    List<Decision> decisions = new ArrayList<>(decisions());
    decisions.add(decision(wide, Kind.ANSWER, Duration.ofDays(900)));
    RunReport report = report(Ending.HELD, Optional.of(waiting), wide, REJECTED, ASKS);

    assertThat(lines(report, columns, decisions))
        .allMatch(line -> DisplayText.width(line) <= columns);
  }

  @Test
  void afterAnEarlyEndTheOthersOnlyNeedAnotherRun() {
    assertThat(lines(report(Ending.DRAINED, Optional.empty(), LANDED, BLOCKED, REJECTED), 80))
        .contains("'roundhouse run' continues with what is unfinished")
        .anyMatch(line -> line.startsWith("  BUG-2"))
        .noneMatch(line -> line.startsWith("  BUG-14"));
  }

  @Test
  void aTargetThatIsBehindIsNotSaidToHaveMoved() {
    RunReport behind = report(Ending.FINISHED, Optional.of("it has changes"), LANDED);

    assertThat(lines(behind, 200))
        .contains("finished in 22m00s: 1 landed · $4.10")
        .contains("main is behind what has landed: it has changes");
  }
}
