package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.Readiness;
import dev.roundhouse.orchestrator.schedule.Standing;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Says what became of each selected issue. Pure. */
final class Results {
  private Results() {}

  static List<IssueResult> of(Plan plan, Predicate<IssueId> landedNow, Predicate<IssueId> leftOut) {
    return plan.standings().stream()
        .filter(Standing::selected)
        .map(each -> result(each, landedNow, isSettled(plan, each, leftOut)))
        .toList();
  }

  private static boolean isSettled(Plan plan, Standing each, Predicate<IssueId> leftOut) {
    IssueId id = each.issue().id();
    return each.readiness() == Readiness.SETTLED || (plan.mayCome(id) && leftOut.test(id));
  }

  private static String reason(Standing each) {
    boolean waits = each.status().equals(LifecycleStatus.CANDIDATE.word());
    return waits ? each.reason() + "; the next run lands it" : each.reason();
  }

  private static IssueResult result(Standing each, Predicate<IssueId> landedNow, boolean settled) {
    Optional<String> commit = each.record().map(IssueRecord::landedCommit);
    return new IssueResult(
        each.issue().id(),
        each.issue().title(),
        each.status(),
        each.attempts(),
        reason(each),
        commit,
        landedNow.test(each.issue().id()),
        settled);
  }
}
