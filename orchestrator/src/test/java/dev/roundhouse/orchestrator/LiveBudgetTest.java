package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent that says what it uses while it works is stopped once that is more than the budget. */
@Tag("slow")
class LiveBudgetTest {
  /** Waits for as long as the test lets it, and then works well. */
  private static final String GOES_ON = "echo w >w\nsleep 20\n";

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

  private void program(String name, String body) throws IOException {
    Path program =
        Files.writeString(
            temporary.resolve("bin").resolve(name), "#!/bin/sh\ncat >/dev/null\n" + body);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private RunReport run(String yaml) throws Exception {
    git.write("roundhouse.yaml", "attempts: 1\n" + yaml);
    return git.configuredOrchestrator(environment)
        .listener(
            event -> {
              if (event instanceof RunEvent.Landed) {
                git.script("landed", "");
              }
            })
        .build()
        .run();
  }

  private IssueRecord record(String id) throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse")).issue(new IssueId(id)).orElseThrow();
  }

  private static String message(String id, int tokens) {
    return "echo '{\"type\":\"assistant\",\"message\":{\"id\":\""
        + id
        + "\",\"content\":[],\"usage\":{\"input_tokens\":"
        + tokens
        + ",\"output_tokens\":1}}}'\n";
  }

  private static String step(double cost) {
    return "echo '{\"type\":\"step_start\"}'\n"
        + "echo '{\"type\":\"step_finish\",\"part\":{\"cost\":"
        + cost
        + ",\"tokens\":{\"input\":500,\"output\":1}}}'\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude | {attempt: 1000 tokens} | the budget of an attempt is 1,000 tokens: 1,202 tokens",
        "claude | {issue: 1100 tokens, attempt: 1100 tokens} | 1,202 tokens spent, 0 tokens left",
        "qwen | {attempt: 1000 tokens} | the budget of an attempt is 1,000 tokens: 1,202 tokens",
        "opencode | {attempt: 0.50 usd} | the budget of an attempt is $0.50: $0.80 spent, $0.00",
        "opencode | {attempt: 1000 tokens} | 1,002 tokens spent",
      })
  void anAttemptThatUsesMoreIsStoppedAndItsWorkIsKept(String agent, String budget, String said)
      throws Exception {
    String uses =
        agent.equals("opencode")
            ? step(0.4) + step(0.4) + "echo '{\"type\":\"step_start\"}'\n"
            : message("a", 600) + message("b", 600);
    program(agent, uses + GOES_ON);
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: " + agent + "\nbudget: " + budget + "\n").isComplete()).isFalse();

    IssueRecord record = record("A-1");
    assertThat(record.status().word()).isEqualTo("failed");
    assertThat(record.reason()).contains("its agent was stopped", said, "its work is kept");
    assertThat(record.charged()).isEqualTo(record.usage());
    assertThat(record.usage().tokens()).isGreaterThan(1000);
  }

  @Test
  void theWorkOfAnAgentThatSaysAtItsEndThatItUsedMoreLands() throws Exception {
    program(
        "claude",
        "echo w >w\n"
            + "echo '{\"type\":\"result\",\"is_error\":false,\"total_cost_usd\":2,"
            + "\"usage\":{\"input_tokens\":10,\"output_tokens\":4}}'\nsleep 0.5\n");
    git.issue("A-1").issue("A-2").commitAll("backlog");

    RunReport report = run("agent: claude\nworkers: 1\nbudget: {run: 2 usd, attempt: 1 usd}\n");

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(report.usage().total().usage().costUsd()).isEqualByComparingTo("2");
    assertThat(report.issues())
        .filteredOn(each -> each.id().value().equals("A-2"))
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).contains("$2.00 spent, $0.00 left"));
  }

  @Test
  void aRunThatUsesMoreStopsAnAgentWithoutAFailureOfItsIssue() throws Exception {
    String dear =
        git.script(
            "dear",
            "echo '{\"usage\":{\"input_tokens\":1500,\"output_tokens\":1}}' >\"$ROUNDHOUSE_RESULT\"\n"
                + "echo w >dear.txt\n");
    program(
        "claude",
        "until [ -e \"$HOME/landed\" ]; do sleep 0.1; done\n" + message("a", 800) + GOES_ON);
    git.issue("A-1").issue("A-2", "labels: dear").commitAll("backlog");

    run(
        "agent: claude\nworkers: 2\nroutes: [{agent: '"
            + dear
            + "', label: dear}]\nbudget: {run: 2000 tokens, attempt: 1000 tokens}\n");

    assertThat(git.landed("main")).containsExactly("A-2");
    assertThat(record("A-1").failures()).isZero();
    assertThat(record("A-1").history().get(0).reason())
        .contains("the budget of a run is 2,000 tokens: 2,302 tokens spent");
  }

  /** An agent of the embedder's says what it uses, and stops when it is asked to. */
  private static final class Spender implements Agent {
    @Override
    public String display() {
      return "spender";
    }

    @Override
    public AgentEnding work(AgentRequest request, AgentMonitor monitor)
        throws IOException, InterruptedException {
      Files.writeString(request.worktree().resolve("w"), "w");
      monitor.used(new Usage(0, 0, new BigDecimal("0.6")));
      try {
        monitor.interrupted().get(20, TimeUnit.SECONDS);
        return new AgentEnding.Interrupted();
      } catch (ExecutionException | TimeoutException late) {
        return new AgentEnding.Exited(0);
      }
    }
  }

  @Test
  void anAgentInsideTheProcessIsStoppedTheSameWay() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Budget budget = new Budget(Optional.empty(), Optional.empty(), Budget.Amount.parse("0.50 usd"));

    Orchestrator.at(git.root())
        .environment(environment)
        .agent(new Spender())
        .options(
            RunOptions.builder()
                .attempts(1)
                .agents(AgentOptions.DEFAULT.toBuilder().budget(budget).build())
                .build())
        .build()
        .run();

    assertThat(record("A-1").reason()).contains("the budget of an attempt is $0.50: $0.60 spent");
    assertThat(record("A-1").charged().costUsd()).isEqualByComparingTo("0.6");
  }

  /** Says what it has used after its work is over, while the next one works. */
  private static final class Straggler implements Agent {
    private final AtomicReference<AgentMonitor> before = new AtomicReference<>();

    @Override
    public String display() {
      return "straggler";
    }

    @Override
    public AgentEnding work(AgentRequest request, AgentMonitor monitor)
        throws IOException, InterruptedException {
      Files.writeString(request.worktree().resolve("w" + request.issue()), "w");
      AgentMonitor other = before.getAndSet(monitor);
      if (other != null) {
        other.used(new Usage(0, 0, new BigDecimal(9)));
      }
      monitor.used(new Usage(0, 0, new BigDecimal("0.1")));
      try {
        monitor.interrupted().get(1, TimeUnit.SECONDS);
        return new AgentEnding.Interrupted();
      } catch (ExecutionException | TimeoutException notStopped) {
        return new AgentEnding.Exited(0);
      }
    }
  }

  @Test
  void whatAnAgentSaysAfterItsWorkIsOverStopsNoOther() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    Budget.Amount most = Budget.Amount.parse("2 usd");
    Budget budget =
        new Budget(Optional.of(most), Optional.empty(), Budget.Amount.parse("0.50 usd"));

    RunReport report =
        Orchestrator.at(git.root())
            .environment(environment)
            .agent(new Straggler())
            .options(
                RunOptions.builder()
                    .attempts(1)
                    .workers(1)
                    .agents(AgentOptions.DEFAULT.toBuilder().budget(budget).build())
                    .build())
            .build()
            .run();

    assertThat(report.landed()).isEqualTo(2);
  }
}
