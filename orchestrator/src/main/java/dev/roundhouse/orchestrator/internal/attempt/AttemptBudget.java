package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.options.Budget;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Stops one agent at work as soon as its attempt, its issue or its run has used more than the
 * budget allows. Safe for use by any number of threads.
 */
final class AttemptBudget {
  private final RunContext context;
  private final AttemptId attempt;
  private final Usage spentInAttempt; // in the steps before
  private final Usage spentOnIssue;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final CompletableFuture<Budget.Share> exceeded = new CompletableFuture<>();
  private Usage last = Usage.NONE; // guarded by this, as below
  private boolean isOver;

  /**
   * Creates the budget of the next agent of {@code attempt}.
   *
   * @param interrupted completes when the agent must stop for another reason
   */
  AttemptBudget(
      RunContext context, IssueId issue, AttemptId attempt, CompletableFuture<Void> interrupted)
      throws IOException {
    Optional<IssueRecord> record = context.ledger().view().issue(issue);
    this.context = context;
    this.attempt = attempt;
    this.spentOnIssue = record.map(IssueRecord::charged).orElse(Usage.NONE);
    this.spentInAttempt =
        record.stream()
            .flatMap(each -> each.history().stream())
            .filter(each -> each.attempt().equals(attempt))
            .map(AttemptSummary::total)
            .map(UsageSummary::charged)
            .reduce(Usage.NONE, Usage::plus);
    var unused = interrupted.thenRun(() -> stop.complete(null));
  }

  /** Takes what the agent has used so far; once its work is over, nothing more. */
  void used(Usage soFar) {
    note(soFar)
        .ifPresent(
            share -> {
              exceeded.complete(share);
              stop.complete(null);
            });
  }

  /** Notes {@code soFar}, and returns the limit that it exceeds. */
  private synchronized Optional<Budget.Share> note(Usage soFar) {
    if (isOver) {
      return Optional.empty();
    }
    last = soFar;
    Usage run = context.metrics().spending().note(attempt, soFar);
    return context
        .options()
        .agents()
        .budget()
        .exceeded(spentInAttempt.plus(soFar), spentOnIssue.plus(soFar), run);
  }

  /**
   * Notes that the agent's work is over, and returns {@code report} with no less than what the
   * agent has said meanwhile, unless it is complete.
   */
  synchronized AgentReport end(AgentReport report) {
    isOver = true;
    Tokens stated = report.tokens();
    Optional<BigDecimal> cost =
        Optional.of(report.cost().orElse(BigDecimal.ZERO).max(last.costUsd()))
            .filter(each -> report.cost().isPresent() || each.signum() > 0);
    return report.isComplete()
        ? report
        : new AgentReport(
            report.session(),
            report.lastMessage(),
            report.toolUses(),
            new Tokens(
                Math.max(stated.input(), last.inputTokens()),
                Math.max(stated.output(), last.outputTokens()),
                stated.cached()),
            cost,
            /* isComplete= */ false,
            report.refusal(),
            report.error());
  }

  /** Returns what completes when the agent must stop, for whatever reason. */
  CompletableFuture<Void> stop() {
    return stop;
  }

  /** Returns the limit that was exceeded; empty if none was. */
  Optional<Budget.Share> exceeded() {
    return Optional.ofNullable(exceeded.getNow(null));
  }
}
