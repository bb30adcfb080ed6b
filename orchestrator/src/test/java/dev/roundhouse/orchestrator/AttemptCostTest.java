package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.StepUsage;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attempt used is on record and counts against the budget, whatever its end. */
@Tag("slow")
class AttemptCostTest {
  private static final String COST =
      "echo '{\"usage\":{\"input_tokens\":70,\"output_tokens\":7,\"cost_usd\":2.5},"
          + "\"session_id\":\"s-1\",\"corrections\":[\"the title\"]}' >\"$ROUNDHOUSE_RESULT\"\n";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
  }

  private void configure(String agent, String more) {
    git.write(
        "roundhouse.yaml",
        "agent: '" + agent + "'\nworkers: 1\nbackoff: {first: 10ms, longest: 10ms}\n" + more);
  }

  private RunReport run() throws Exception {
    return git.configuredOrchestrator(environment).build().run();
  }

  private IssueRecord record(String id) throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse")).issue(new IssueId(id)).orElseThrow();
  }

  private int calls() throws IOException {
    return CrashHarness.worked(git);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 1",
        "kill -9 $$",
        "exec sleep 60",
        "echo '{\"verdict\":\"blocked\",\"usage\":{\"input_tokens\":70,\"output_tokens\":7,"
            + "\"cost_usd\":2.5},\"session_id\":\"s-1\",\"corrections\":[\"the title\"]}'"
            + " >\"$ROUNDHOUSE_RESULT\""
      })
  void whateverItsEndTheLedgerKnowsWhatAnAttemptUsedSaidAndTook(String end) throws Exception {
    configure(
        git.script("agent", CrashHarness.COUNTS + COST + end + "\n"),
        "attempts: 2\nidleTimeout: 1s\nbudget: {issue: 6 usd, attempt: 1 usd}\n");
    git.issue("A-1").commitAll("backlog");

    run();

    IssueRecord record = record("A-1");
    int attempts = record.attempts();
    assertThat(record.usage().costUsd()).isEqualByComparingTo(Double.toString(2.5 * attempts));
    assertThat(record.usage().tokens()).isEqualTo(77L * attempts);
    assertThat(record.assumed()).isNull();
    assertThat(record.corrections()).extracting(Correction::text).contains("the title");
    assertThat(record.timings()).containsKeys("prepare", "agent");
  }

  @Test
  void attemptsThatFailUseUpTheBudgetOfTheRunAndOfTheIssue() throws Exception {
    configure(
        git.script("agent", CrashHarness.COUNTS + COST + "exit 1\n"),
        "attempts: 9\nbudget: {run: 12 usd, issue: 6 usd, attempt: 1 usd}\n");
    git.issue("A-1").issue("A-2").issue("A-3").commitAll("backlog");

    assertThat(run().isComplete()).isFalse();

    assertThat(calls()).isEqualTo(5); // twice 5 dollars, and once more with 2 dollars left
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 usd", "1000 tokens"})
  void whatIsNotToldCountsAsWhatWasReserved(String reserved) throws Exception {
    String most = reserved.equals("1 usd") ? "3 usd" : "3000 tokens";
    configure(
        git.script("agent", CrashHarness.COUNTS + "exit 1\n"),
        "attempts: 9\nbudget: {run: " + most + ", attempt: " + reserved + "}\n");
    git.issue("A-1").commitAll("backlog");

    run();

    assertThat(calls()).isEqualTo(3);
    assertThat(record("A-1").usage().tokens()).isZero();
    assertThat(record("A-1").charged()).isNotEqualTo(record("A-1").usage());
  }

  @Test
  void whatWasToldBeforeAnAttemptWasCutOffIsOnlyALeast() throws Exception {
    String told =
        "echo '{\"type\":\"assistant\",\"message\":{\"id\":\"m\",\"content\":[],"
            + "\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}'\nexec sleep 60\n";
    Path claude = Path.of(git.script("agent", CrashHarness.COUNTS + told));
    Files.copy(claude, temporary.resolve("bin/claude"));
    configure("claude", "attempts: 1\nidleTimeout: 1s\nbudget: {attempt: 1000 tokens}\n");
    git.issue("A-1").commitAll("backlog");

    run();

    assertThat(record("A-1").usage().tokens()).isEqualTo(11);
    assertThat(record("A-1").charged().tokens()).isEqualTo(1000);
  }

  @Test
  void theRunAfterAKillKnowsWhatTheKilledAttemptUsed() throws Exception {
    String agent = git.script("agent", CrashHarness.COUNTS + COST + "echo w >w\n");
    git.issue("A-1").commitAll("backlog");
    CrashHarness.halt(
        git,
        LandingCrashTest.Halting.class,
        git.root().toString(),
        Checkpoint.AGENT_ENDED.name(),
        agent,
        git.script("gate", "true"));
    assertThat(record("A-1").usage().tokens()).isZero();

    configure(
        git.script("idle", CrashHarness.COUNTS + "exit 1\n"),
        "attempts: 1\nbudget: {run: 2 usd, attempt: 1 usd}\n");
    run();

    assertThat(calls()).as("the killed run has spent it, not this one").isEqualTo(2);
    assertThat(record("A-1").usage().tokens()).isEqualTo(77);
    assertThat(record("A-1").usage().costUsd()).isEqualByComparingTo("2.5");
    assertThat(record("A-1").corrections()).hasSize(1);
  }

  @Test
  void whatTheKilledAttemptPrintedIsReadAsItsProfileWould() throws Exception {
    String result =
        "echo '{\"type\":\"result\",\"is_error\":false,\"total_cost_usd\":1.5,"
            + "\"usage\":{\"input_tokens\":10,\"output_tokens\":4}}'\n";
    Files.copy(
        Path.of(git.script("agent", CrashHarness.COUNTS + result + "echo w >w\n")),
        temporary.resolve("bin/claude"));
    git.issue("A-1").commitAll("backlog");
    CrashHarness.halt(
        environment,
        LandingCrashTest.Halting.class,
        git.root().toString(),
        Checkpoint.AGENT_ENDED.name(),
        "claude",
        git.script("gate", "true"));

    configure(git.script("idle", "exit 1\n"), "attempts: 1\n");
    run();

    assertThat(record("A-1").usage().costUsd()).isEqualByComparingTo("1.5");
    assertThat(record("A-1").timings()).containsKey("agent");
  }

  @Test
  void theTimeOfAStepThatIsOverIsNotThatOfTheKilledOneToo() throws Exception {
    String agent =
        git.script(
            "agent",
            "case \"$(cat)\" in *'Do not do the work yet'*) sleep 2;; esac\n"
                + "echo; echo w >w\n");
    git.issue("A-1").commitAll("backlog");
    CrashHarness.halt(git, HaltingInTheSecondStep.class, git.root().toString(), agent);

    configure(git.script("idle", "exit 1\n"), "attempts: 1\n");
    run();

    List<StepUsage> steps = record("A-1").history().get(0).steps();
    assertThat(steps).hasSize(2);
    assertThat(steps.get(0).time()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(steps.get(1).time()).isLessThan(Duration.ofSeconds(2));
  }

  /** Validates an issue, and is killed when the work on it has just ended. */
  static final class HaltingInTheSecondStep {
    private HaltingInTheSecondStep() {}

    public static void main(String... args) throws Exception {
      AgentSteps steps =
          new AgentSteps(
              Optional.of(AgentSteps.StepOptions.NONE),
              AgentSteps.StepOptions.NONE,
              Optional.empty());
      RunOptions options =
          RunOptions.builder()
              .agent(new Command(List.of(args[1])))
              .agents(AgentOptions.DEFAULT.toBuilder().steps(steps).build())
              .build();
      Orchestrator.Builder parts = Orchestrator.at(Path.of(args[0])).options(options);
      parts.request.steps(CrashHarness.haltAfter(Checkpoint.AGENT_ENDED, 1));
      parts.build().run();
    }
  }
}
