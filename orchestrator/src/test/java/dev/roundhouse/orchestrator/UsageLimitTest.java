package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts whose usage limit names no time: each hold in a row is longer, also over restarts. */
@Tag("slow")
class UsageLimitTest {
  private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");

  /** A minute passes in a tenth of a second. */
  private static final int SPEED = 600;

  @TempDir Path temporary;
  private GitFixture git;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();
  private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
  private final long started = System.nanoTime();
  private final InstantSource clock = () -> BEGUN.plusNanos((System.nanoTime() - started) * SPEED);

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    bin = Files.createDirectory(temporary.resolve("bin"));
    environment.putAll(git.environment());
    environment.put("PATH", bin + ":" + environment.get("PATH"));
  }

  /** A claude that meets its limit so often, and then works. */
  private void claude(int limits) throws IOException {
    Path program =
        Files.writeString(
            bin.resolve("claude"),
            """
            #!/bin/sh
            cat >/dev/null
            echo x >>"$HOME/calls"
            if [ "$(wc -l <"$HOME/calls")" -le %s ]; then
              echo '{"type":"result","is_error":true,"api_error_status":429,"result":"busy"}'
              exit 1
            fi
            echo x >"$ROUNDHOUSE_ISSUE_ID.txt"
            """
                .formatted(limits));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private RunReport run() throws Exception {
    RunOptions options =
        RunOptions.builder().agent(new Command(List.of("claude"))).attempts(1).workers(1).build();
    return Orchestrator.at(git.root())
        .environment(environment)
        .clock(clock)
        .options(options)
        .listener(events::add)
        .build()
        .run();
  }

  private LedgerView ledger() throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse"));
  }

  private List<Duration> holds() {
    return events.stream()
        .filter(RunEvent.Noticed.class::isInstance)
        .map(each -> ((RunEvent.Noticed) each).message())
        .filter(each -> each.contains("is limited until "))
        .map(each -> each.replaceAll(".*until ([^;]*);.*", "$1"))
        .map(Instant::parse)
        .map(each -> Duration.between(BEGUN, each))
        .toList();
  }

  @Test
  void eachHoldInARowIsLongerAndASuccessEndsTheRow() throws Exception {
    claude(3);
    git.issue("A-1").issue("A-2").commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    List<Duration> holds = holds();
    assertThat(holds).hasSize(3);
    assertThat(holds.get(1).minus(holds.get(0))).isGreaterThan(Duration.ofMinutes(5));
    assertThat(holds.get(2).minus(holds.get(1))).isGreaterThan(Duration.ofMinutes(15));
    assertThat(ledger().limits()).isEmpty();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2");
  }

  @Test
  void theRowGoesOnInTheNextRun() throws Exception {
    claude(2);
    Path state = git.root().resolve(".git/roundhouse");
    Instant now = clock.instant();
    try (Ledger earlier = Ledger.open(state, clock)) {
      earlier.commit(new Event.LimitReached("claude", now.minusSeconds(9), now));
      earlier.snapshot();
    }
    git.issue("A-1").commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    List<Duration> holds = holds();
    assertThat(holds.get(0)).isGreaterThan(Duration.ofMinutes(5));
    assertThat(holds.get(1).minus(holds.get(0))).isGreaterThan(Duration.ofMinutes(15));
  }

  @Test
  void aHoldThatLastsIsReplacedByNoShorterOrWeakerOne() throws Exception {
    Path state = git.root().resolve(".git/roundhouse");
    Instant until = BEGUN.plusSeconds(600);
    try (Ledger ledger = Ledger.open(state, clock)) {
      ledger.commit(new Event.LimitReached("claude", until, BEGUN));
      ledger.commit(new Event.LimitReached("claude", BEGUN.plusSeconds(60), BEGUN));
      assertThat(ledger.view().limits()).containsEntry("claude", new AccountLimit(until, 1));
      ledger.commit(
          new Event.LimitReached(
              "claude", BEGUN.plusSeconds(60), AccountProblem.LOG_IN, "log in", BEGUN));
      ledger.commit(
          new Event.LimitReached(
              "claude", until.plusSeconds(60), AccountProblem.SERVICE, "busy", BEGUN));
      ledger.snapshot();
    }
    assertThat(ledger().limits())
        .containsEntry("claude", new AccountLimit(until, 1, AccountProblem.LOG_IN, "log in"));
  }

  @Test
  void manyWhoMeetTheSameLimitAreOneInTheRow() throws Exception {
    Path state = git.root().resolve(".git/roundhouse");
    Instant until = BEGUN.plusSeconds(60);
    try (Ledger ledger = Ledger.open(state, clock)) {
      for (int i = 0; i < 3; i++) {
        ledger.commit(new Event.LimitReached("claude", until, BEGUN));
      }
      assertThat(ledger.view().limits()).containsEntry("claude", new AccountLimit(until, 1));
      ledger.commit(new Event.LimitReached("claude", until.plusSeconds(300), until));
      ledger.snapshot();
    }
    assertThat(ledger().limits())
        .containsEntry("claude", new AccountLimit(until.plusSeconds(300), 2));
  }
}
