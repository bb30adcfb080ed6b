package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a run, as a person reads it. */
class ReportTextTest {
  private static final String FROM = "c702e66000000000000000000000000000000000";
  private static final String TIP = "f1c69b7000000000000000000000000000000000";
  private static final IssueResult LANDED = result("BUG-1", "landed", "");
  private static final IssueResult FAILED =
      result("FEAT-10", "failed", "the agent exited with 1: I give up; its work is kept");
  private static final IssueResult REJECTED = result("BUG-2", "rejected", "the gate exited with 1");
  private static final IssueResult BLOCKED =
      result("BUG-14", "open", "blocked by FEAT-10 (failed)");
  private static final IssueResult ASKS = result("BUG-15", "awaiting-approval", "");

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
            SignalSource.none());
    new ReportText(terminal).print(report);
    return shown.toString().lines().skip(1).toList();
  }

  @Test
  void eachIssueThatNeedsAPersonIsNamedWithTheCommandsThatHelp() {
    RunReport report =
        report(Ending.FINISHED, Optional.empty(), LANDED, REJECTED, BLOCKED, ASKS, FAILED);

    assertThat(lines(report, 120))
        .containsExactly(
            "finished in 22m00s: 1 landed, 1 awaiting-approval, 1 failed, 1 open, 1 rejected"
                + " · $4.10 · main moved c702e66 → f1c69b7",
            "agents used $4.10, 12.0k tokens in and 3.0k out; 31m00s of agents' time, 2 attempts",
            "  BUG-2    rejected: the gate exited with 1 → roundhouse log BUG-2 --gate,"
                + " roundhouse retry BUG-2",
            "  BUG-14   blocked by FEAT-10 (failed) → roundhouse why BUG-14",
            "  BUG-15   awaiting-approval → roundhouse approve BUG-15, roundhouse skip BUG-15",
            "  FEAT-10  failed: the agent exited with 1: I give up; its work is kept",
            "           → roundhouse log FEAT-10, roundhouse retry FEAT-10");
  }

  @Test
  void aNarrowScreenBreaksLinesAndNeverACommand() {
    assertThat(lines(report(Ending.FINISHED, Optional.empty(), LANDED, FAILED), 40))
        .containsExactly(
            "finished in 22m00s: 1 landed, 1 failed",
            "$4.10 · main moved c702e66 → f1c69b7",
            "agents used $4.10, 12.0k tokens in and",
            "3.0k out; 31m00s of agents' time, 2",
            "attempts",
            "  FEAT-10  failed: the agent exited with",
            "           1: I give up; its work is",
            "           kept",
            "           → roundhouse log FEAT-10",
            "           → roundhouse retry FEAT-10");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void noLineIsWiderThanTheScreen(int columns) {
    IssueResult wide = result("A".repeat(16), "failed", "no reason ".repeat(40) + "x".repeat(99));
    String waiting = "local changes to " + "a/long/path/".repeat(20) + " would be overwritten";

    assertThat(lines(report(Ending.HELD, Optional.of(waiting), wide, REJECTED, ASKS), columns))
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
