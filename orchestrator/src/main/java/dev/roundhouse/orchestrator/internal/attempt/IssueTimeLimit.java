package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long agents may still work on an issue. Stateless. */
public final class IssueTimeLimit {
  private final RunContext context;

  /** The limits of one run. */
  public IssueTimeLimit(RunContext context) {
    this.context = context;
  }

  /** What is left for the next agent, never less than nothing; empty if there is no limit. */
  public Optional<Duration> left(Optional<IssueRecord> record) {
    return context
        .options()
        .agents()
        .issueTimeout()
        .map(limit -> limit.minus(record.map(IssueTimeLimit::spent).orElse(Duration.ZERO)))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** How long the attempts that failed since the last retry took. */
  private static Duration spent(IssueRecord record) {
    List<AttemptSummary> ended =
        record.history().stream().filter(each -> each.endedAt() != null).toList();
    Duration spent = Duration.ZERO;
    for (int i = Math.max(0, ended.size() - record.failures()); i < ended.size(); i++) {
      spent = spent.plus(Duration.between(ended.get(i).at(), ended.get(i).endedAt()));
    }
    return spent;
  }
}
