package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunEvent.Outlook;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every kind of event is known to the progress of a run: as a line, or as one that prints none. */
class RunEventKindsTest {
  private static final IssueId BUG = new IssueId("BUG-1");
  private static final RunId RUN = new RunId("run_0123456789ab");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static List<RunEvent> events() {
    return List.of(
        new RunEvent.Started(
            RUN,
            "main",
            "./agent",
            Optional.of("make"),
            2,
            1,
            0,
            List.of(),
            RunEventKindsTest::outlook),
        new RunEvent.BaseGated("main", Optional.of(Path.of("gate.log"))),
        new RunEvent.BacklogChanged(List.of(BUG), List.of(), List.of(), List.of()),
        new RunEvent.BacklogChanged(List.of(), List.of(), List.of(), List.of()),
        new RunEvent.Noticed(false, "notice this"),
        new RunEvent.Noticed(true, "beware"),
        new RunEvent.Claimed(BUG, "Title", new AttemptId("att_000000000001"), 2, "w1"),
        new RunEvent.Entered(BUG, Phase.GATE, Optional.empty()),
        new RunEvent.Judged(BUG, true),
        new RunEvent.Discarded(BUG),
        new RunEvent.Flaked(BUG, "red"),
        new RunEvent.FollowUpFiled(BUG, new IssueId("BUG-1.1"), "More", true),
        new RunEvent.Returned(BUG, LifecycleStatus.RETRY_WAIT, "exited with 1", ""),
        new RunEvent.Returned(BUG, LifecycleStatus.REJECTED, "the gate is red", "evidence"),
        new RunEvent.Landed(BUG, COMMIT, true),
        new RunEvent.Branched(BUG, "roundhouse/BUG-1", COMMIT, Optional.of("origin"), false),
        new RunEvent.TargetFollowed("main", COMMIT),
        new RunEvent.TargetWaits("main", "it has changes"),
        new RunEvent.Finished(report()),
        new RunEvent.Aborted("git failed"));
  }

  private static Outlook outlook() {
    return new Outlook(Set.of(BUG), Optional.empty(), Usage.NONE, Optional.empty());
  }

  private static Terminal terminal(StringWriter shown) {
    PrintWriter out = new PrintWriter(shown);
    return new Terminal(out, out, Path.of(""), Map.of(), SignalSource.none());
  }

  private static RunReport report() {
    return new RunReport(
        RUN,
        "main",
        RunReport.Ending.FINISHED,
        "",
        List.of(),
        List.of(),
        COMMIT,
        COMMIT,
        Optional.empty(),
        true,
        Duration.ZERO,
        Map.of(),
        Map.of(),
        0,
        UsageStatistics.NONE);
  }

  @Test
  void everyKindIsShownOrKnownToPrintNothing() {
    StringWriter shown = new StringWriter();
    try (Progress progress = Progress.plain(terminal(shown), () -> Instant.EPOCH)) {
      events().forEach(progress::on);
    }

    assertThat(events().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.of(RunEvent.class.getPermittedSubclasses()));
    assertThat(shown.toString().lines().map(line -> line.substring(9)))
        .containsExactly(
            "run run_0123456789ab",
            "  target   main",
            "  agent    ./agent",
            "  gate     make",
            "  workers  2",
            "  ready 1, blocked 0",
            "backlog     new BUG-1",
            "notice this",
            "warning: beware",
            "start       BUG-1 (attempt 2)  Title",
            "flaky       BUG-1  the gate failed, then passed",
            "filed       BUG-1.1  More  waits for approval",
            "retry       BUG-1  exited with 1",
            "rejected    BUG-1  the gate is red",
            "            see 'roundhouse log BUG-1 --gate'",
            "landed      BUG-1  0123456",
            "branched    BUG-1  roundhouse/BUG-1, pushed to origin  untested",
            "waiting: main was not updated: it has changes");
  }
}
