package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.testing.ManualClock;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DiskOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Below the floor nothing begins, what has begun goes on, and a run waits until there is room. */
@Tag("slow")
class DiskFloorTest {
  private static final long GIGA = 1_000_000_000L;

  @TempDir Path temporary;
  private GitFixture git;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
  }

  private Orchestrator.Builder orchestrator(long floor) {
    return orchestrator(floor, git.script("agent", "echo x >$ROUNDHOUSE_ISSUE_ID.txt"));
  }

  private Orchestrator.Builder orchestrator(long floor, String agent) {
    return git.orchestrator()
        .options(
            RunOptions.builder()
                .agent(new Command(List.of(agent)))
                .workers(1)
                .disk(DiskOptions.DEFAULT.floor(floor))
                .build())
        .listener(this::hear);
  }

  private void hear(RunEvent event) {
    if (event instanceof RunEvent.Noticed noticed) {
      said.add(noticed.message());
    }
  }

  @Test
  void aRunWaitsForRoomSaysSoOnceAndGoesOnByItself() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    AtomicInteger asked = new AtomicInteger();
    Orchestrator.Builder builder = orchestrator(2 * GIGA).clock(clock);
    builder.request.freeSpace(
        place -> {
          clock.advance(Duration.ofMinutes(1));
          int time = asked.incrementAndGet();
          return time > 2 && time < 7 ? GIGA : 3 * GIGA; // enough for the first, then not
        });

    RunReport report = builder.build().run();

    assertThat(report.landed()).isEqualTo(2);
    assertThat(Ledger.read(git.root().resolve(".git/roundhouse")).runs())
        .singleElement()
        .returns(null, RunRecord::hold);
    assertThat(said)
        .filteredOn(each -> each.contains("diskFloor"))
        .singleElement()
        .asString()
        .contains("2000 MB", "roundhouse gc");
    assertThat(said).filteredOn(each -> each.contains("disk space is free again")).hasSize(1);
  }

  @Test
  void theDiskThatIsThereIsAskedAndAStopEndsTheWaiting() throws Exception {
    git.issue("A-1").commitAll("backlog");
    StopSignal stop = new StopSignal();
    Orchestrator.Builder builder =
        orchestrator(Long.MAX_VALUE)
            .stop(stop)
            .listener(
                event -> {
                  hear(event);
                  if (said.stream().anyMatch(each -> each.contains("diskFloor"))) {
                    stop.raise(StopSignal.Level.DRAIN);
                  }
                });

    RunReport report = builder.build().run();

    assertThat(report.ending()).isEqualTo(RunReport.Ending.DRAINED);
    assertThat(report.landed()).isZero();
    assertThat(git.git("for-each-ref", "refs/roundhouse/work/")).isEmpty();
    assertThat(builder.build().status().plan().find(new IssueId("A-1")).orElseThrow().reason())
        .startsWith("the last run was held: less than ")
        .contains("('diskFloor') are free where");
  }

  @Test
  void whereNothingIsToStartARunEndsHoweverFullTheDiskIs() throws Exception {
    git.write("issues/A-1.md", "---\nid: A-1\nstatus: done\n---\n\n# Done\n").commitAll("backlog");
    assertThat(orchestrator(Long.MAX_VALUE).build().run().ending())
        .isEqualTo(RunReport.Ending.FINISHED);
    assertThat(said).isEmpty();
  }

  @Test
  void whatTheLastAttemptLeftInItsWorktreeIsTakenAwayForRoom() throws Exception {
    git.write(".gitignore", "large\n").issue("A-1").issue("A-2").commitAll("backlog");
    String agent = git.script("agent", "echo x >$ROUNDHOUSE_ISSUE_ID.txt; touch large");
    Orchestrator.Builder builder = orchestrator(2 * GIGA, agent);
    Path large = git.root().resolveSibling("project.roundhouse").resolve("w1/large");
    builder.request.freeSpace(place -> Files.exists(large) ? GIGA : 3 * GIGA);

    assertThat(builder.build().run().landed()).isEqualTo(2);

    assertThat(said).noneMatch(each -> each.contains("diskFloor"));
    assertThat(large).exists(); // the second's
  }
}
