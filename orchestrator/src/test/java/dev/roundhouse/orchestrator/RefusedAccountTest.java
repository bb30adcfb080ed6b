package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.CrashHarness;
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
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that are refused, as the real programs print it, hold their agent and nothing else. */
@Tag("slow")
class RefusedAccountTest {
  private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");

  /** A minute passes in a tenth of a second. */
  private static final int SPEED = 600;

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();
  private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
  private final long started = System.nanoTime();
  private final InstantSource clock = () -> BEGUN.plusNanos((System.nanoTime() - started) * SPEED);

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
  }

  /** Makes {@code name} print the recorded stream the first so many times, and work later. */
  private void program(String name, String stream, int times, String end) throws Exception {
    Path recorded =
        Path.of(
            Objects.requireNonNull(RefusedAccountTest.class.getResource("/streams/" + stream))
                .toURI());
    String script =
        "#!/bin/sh\ncat >/dev/null\n"
            + CrashHarness.COUNTS
            + "if [ \"$(wc -l <\"$HOME/worked\")\" -le "
            + times
            + " ]; then cat '"
            + recorded
            + "'; "
            + end
            + "; fi\necho x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";
    Path program = Files.writeString(temporary.resolve("bin").resolve(name), script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private RunReport run(String yaml) throws Exception {
    git.write("roundhouse.yaml", "attempts: 1\nworkers: 1\n" + yaml);
    return git.configuredOrchestrator(environment).clock(clock).listener(events::add).build().run();
  }

  private LedgerView ledger() throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse"));
  }

  private IssueRecord record(String id) throws IOException {
    return ledger().issue(new IssueId(id)).orElseThrow();
  }

  private List<String> notices() {
    return events.stream()
        .filter(RunEvent.Noticed.class::isInstance)
        .map(each -> ((RunEvent.Noticed) each).message())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude | claude-401.jsonl | LOG_IN | Invalid API key | type /login in 'claude'",
        "claude | claude-400-credit.jsonl | CREDIT | Credit balance is too low | add credit",
        "claude | claude-404.jsonl | MODEL | issue with the selected model | another model",
        "codex | codex-401.jsonl | LOG_IN | Incorrect API key | run 'codex login'",
        "codex | codex-402.jsonl | CREDIT | check your billing details | add credit",
        "codex | codex-429-quota.jsonl | CREDIT | Quota exceeded | add credit",
      })
  void whatAPersonHasToSeeToShutsTheAgentOutOfTheRunAndNoOther(
      String agent, String stream, AccountProblem trouble, String said, String todo)
      throws Exception {
    program(agent, stream, 1, "exit 1");
    String other = git.script("other", "echo y >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n");
    String yaml = "agent: " + agent + "\nroutes: [{agent: '" + other + "', label: docs}]\n";
    git.issue("A-1").issue("A-2").issue("A-3", "labels: docs").commitAll("backlog");

    assertThat(run(yaml).isComplete()).isFalse();

    assertThat(git.landed("main")).containsExactly("A-3");
    assertThat(record("A-1").failures()).isZero();
    assertThat(record("A-1").reason()).contains(said);
    assertThat(ledger().limits())
        .hasEntrySatisfying(agent, each -> assertThat(each.trouble()).isEqualTo(trouble));
    assertThat(CrashHarness.worked(git)).isEqualTo(1);
    assertThat(notices())
        .filteredOn(each -> each.contains(said))
        .singleElement()
        .satisfies(each -> assertThat(each).contains(agent, todo, "run again"));

    assertThat(run(yaml).isComplete()).isTrue();
    assertThat(ledger().limits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-429.jsonl",
        "claude-500.jsonl",
        "claude-529.jsonl",
        "claude-cut.jsonl",
        "claude-garbage.jsonl",
        "codex-429-after.jsonl",
        "codex-500.jsonl",
        "codex-503.jsonl",
        "codex-cut.jsonl",
        "codex-garbage.jsonl",
      })
  void whatPassesByItselfHoldsTheAgentForAWhile(String stream) throws Exception {
    String agent = stream.substring(0, stream.indexOf('-'));
    program(agent, stream, 2, "exit 1");
    git.issue("A-1").issue("A-2").commitAll("backlog");

    assertThat(run("agent: " + agent + "\n").isComplete()).isTrue();

    assertThat(record("A-1").failures() + record("A-2").failures()).isZero();
    assertThat(CrashHarness.worked(git)).isEqualTo(4);
    assertThat(Duration.between(BEGUN, clock.instant())).isGreaterThan(Duration.ofMinutes(6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"idleTimeout: 1s\n", "timeout: 1s\n"})
  void aWaitForTheServiceThatATimeLimitCutsIsNoFailure(String limit) throws Exception {
    program("codex", "codex-429-waiting.jsonl", 1, "exec sleep 60");
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: codex\n" + limit).isComplete()).isTrue();

    assertThat(record("A-1").failures()).isZero();
    assertThat(record("A-1").attempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1999-01-01T00:00:00Z", "2026-03-01T12:00:00Z", "-9999-01-01T00:00:00Z"})
  void aLimitThatHasEndedBeforeHoldsAllTheSame(String until) throws Exception {
    String agent =
        CrashHarness.COUNTS
            + "[ \"$(wc -l <\"$HOME/worked\")\" -gt 2 ] && { echo x >x; exit 0; }\n"
            + "echo '{\"limit_until\":\""
            + until
            + "\"}' >\"$ROUNDHOUSE_RESULT\"\n";
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: '" + git.script("agent", agent) + "'\n").isComplete()).isTrue();

    assertThat(Duration.between(BEGUN, clock.instant())).isGreaterThan(Duration.ofMinutes(6));
  }

  @Test
  void aLimitThatEndsInAThousandYearsHoldsForTheLongestTime() throws Exception {
    String agent =
        CrashHarness.COUNTS
            + "[ \"$(wc -l <\"$HOME/worked\")\" -gt 1 ] && { echo x >x; exit 0; }\n"
            + "echo '{\"limit_until\":\"+999999999-01-01T00:00:00Z\"}' >\"$ROUNDHOUSE_RESULT\"\n";
    git.issue("A-1").commitAll("backlog");

    String yaml = "agent: '" + git.script("agent", agent) + "'\naccountHold: {longest: 2m}\n";
    assertThat(run(yaml).isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude-401.jsonl", "claude-400-credit.jsonl", "claude-404.jsonl"})
  void aWatchTriesAnAgentThatIsShutOutAgainAfterFiveMinutes(String stream) throws Exception {
    program("claude", stream, 2, "exit 1");
    StopSignal stop = new StopSignal();
    git.write("roundhouse.yaml", "attempts: 1\nworkers: 1\nagent: claude\n");
    git.issue("A-1").issue("A-2").commitAll("backlog");

    git.configuredOrchestrator(environment)
        .clock(clock)
        .stop(stop)
        .listener(
            each -> {
              if (each instanceof RunEvent.Landed) {
                stop.raise(StopSignal.Level.DRAIN);
              }
            })
        .build()
        .watch();

    assertThat(CrashHarness.worked(git)).isBetween(3, 4); // two are refused
    assertThat(Duration.between(BEGUN, clock.instant())).isGreaterThan(Duration.ofMinutes(10));
  }

  @Test
  void aServiceThatFailsAnIssueFiveTimesInARowIsAFailureOfTheIssue() throws Exception {
    program("claude", "claude-cut.jsonl", 99, "exit 1");
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: claude\naccountHold: {longest: 1m}\n").isComplete()).isFalse();

    assertThat(record("A-1").failures()).isEqualTo(1);
    assertThat(record("A-1").reason()).contains("5 times in a row");
    assertThat(CrashHarness.worked(git)).isEqualTo(5);
  }

  @Test
  void anErrorOfTheRequestIsAFailureOfTheIssue() throws Exception {
    program("codex", "codex-400.jsonl", 1, "exit 1");
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: codex\n").isComplete()).isFalse();

    assertThat(record("A-1").failures()).isEqualTo(1);
  }
}
