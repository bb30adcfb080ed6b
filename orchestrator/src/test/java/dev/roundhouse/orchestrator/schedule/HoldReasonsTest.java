package dev.roundhouse.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An issue that is ready and does not start has a reason, so far as the ledger knows it. */
class HoldReasonsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-01-02T01:00:00Z");
  private static final ProcessIdentity STAMP = new ProcessIdentity("boot", "pidns", 1, 2, "token");

  private final Ledger ledger;
  private AgentOptions agents = AgentOptions.DEFAULT;

  HoldReasonsTest() throws IOException {
    ledger = Ledger.over(new MemoryJournal());
  }

  private String reason() throws IOException {
    Issue issue = Issue.builder(new IssueId("A-1")).type(new IssueType("BUG")).build();
    Issue next = Issue.builder(new IssueId("A-2")).dependsOn(Set.of(new IssueId("A-1"))).build();
    RunOptions options = RunOptions.defaults();
    Plan plan =
        Scheduler.of(List.of(issue, next), Selection.all(), options.order(), ledger.view())
            .plan(ledger.view())
            .explained(new HoldReasons(ledger.view(), agents, "claude", NOW));
    String reason = plan.find(issue.id()).orElseThrow().reason();
    assertThat(plan.next().get(0).reason()).isEqualTo(reason);
    assertThat(plan.find(next.id()).orElseThrow())
        .returns(Readiness.AFTER, IssueStanding::readiness);
    return reason;
  }

  @Test
  void withoutAHoldThereIsNothingToSay() throws IOException {
    ledger.commit(new Event.LimitReached("codex", LATER, NOW));
    ledger.commit(new Event.LimitReached("claude", NOW, NOW));

    assertThat(reason()).isEmpty();
  }

  @Test
  void anAccountThatIsHeldIsNamed() throws IOException {
    ledger.commit(new Event.LimitReached("claude", LATER, NOW));
    assertThat(reason()).isEqualTo("claude is limited until 2026-01-02T01:00:00Z");

    ledger.commit(
        new Event.LimitReached("claude", LATER, AccountProblem.CREDIT, "balance too low", NOW));
    assertThat(reason()).isEqualTo("claude has no credit left in its account");
  }

  @Test
  void theAccountOfAnyStepCounts() throws IOException {
    agents =
        agents.toBuilder()
            .steps(
                new AgentSteps(
                    Optional.of(new AgentSteps.StepOptions(Optional.of("codex"), Optional.empty())),
                    AgentSteps.StepOptions.NONE,
                    Optional.empty()))
            .build();
    ledger.commit(new Event.LimitReached("codex", LATER, AccountProblem.SERVICE, "529", NOW));

    assertThat(reason())
        .isEqualTo("codex is held until 2026-01-02T01:00:00Z, because its service failed");

    ledger.commit(
        new Event.LimitReached("codex", LATER, AccountProblem.SERVICE, "no answer in 9m", NOW));
    assertThat(reason()).endsWith(", because it got no answer from its model");
  }

  @Test
  void aBudgetThatAllowsNoAttemptIsNamed() throws IOException {
    Budget.Amount one = Budget.Amount.parse("1 usd");
    Budget.Amount two = Budget.Amount.parse("2 usd");
    agents = agents.toBuilder().budget(new Budget(Optional.empty(), Optional.of(one), two)).build();

    assertThat(reason())
        .isEqualTo(
            "not started: the budget of an issue is $1.00: $0.00 spent, $1.00 left, less than"
                + " the $2.00 that an attempt reserves");
  }

  @Test
  void aRunThatStartsNothingMoreSaysWhy() throws IOException {
    RunId first = RunId.fresh();
    ledger.commit(started(first, NOW), new Event.RunHeld(first, "main is red", NOW));
    assertThat(reason()).isEqualTo("not started: main is red");

    ledger.commit(new Event.RunEnded(first, "held", NOW));
    assertThat(reason()).isEqualTo("the last run was held: main is red");

    ledger.commit(started(RunId.fresh(), LATER));
    assertThat(reason()).as("another run tries again").isEmpty();
  }

  private static Event started(RunId run, Instant at) {
    return new Event.RunStarted(run, "main", List.of("claude"), List.of(), 1, STAMP, at);
  }
}
