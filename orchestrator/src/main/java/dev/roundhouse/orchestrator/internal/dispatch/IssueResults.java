package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Determines the result for each selected issue, and for landed ones that are no longer selected.
 * Pure.
 */
final class IssueResults {
  private IssueResults() {}

  static List<IssueResult> of(
      Plan plan, LedgerView view, Predicate<IssueId> landedNow, Predicate<IssueId> leftOut) {
    Predicate<IssueId> isMeant = id -> plan.find(id).filter(IssueStanding::selected).isPresent();
    Stream<IssueResult> selected =
        plan.standings().stream()
            .filter(IssueStanding::selected)
            .map(each -> result(each, landedNow, isSettled(plan, each, leftOut)));
    Stream<IssueResult> others =
        view.issues().stream()
            .filter(each -> landedNow.test(each.id()) && !isMeant.test(each.id()))
            .map(each -> landed(plan, each));
    return Stream.concat(selected, others).sorted(Comparator.comparing(IssueResult::id)).toList();
  }

  private static IssueResult landed(Plan plan, IssueRecord record) {
    Optional<IssueStanding> known = plan.find(record.id());
    return new IssueResult(
        record.id(),
        known.map(each -> each.issue().title()).orElse(record.id().value()),
        record.status().word(),
        record.attempts(),
        known.map(IssueStanding::reason).orElse("its file is gone"),
        Optional.ofNullable(record.landedCommit()),
        true,
        true);
  }

  private static boolean isSettled(Plan plan, IssueStanding each, Predicate<IssueId> leftOut) {
    IssueId id = each.issue().id();
    return each.readiness() == Readiness.SETTLED
        || each.record().filter(IssueResults::isUnasked).isPresent()
        || (plan.mayCome(id) && leftOut.test(id));
  }

  /** Tells whether an agent filed it, and no person has approved it: the run is not to do it. */
  private static boolean isUnasked(IssueRecord record) {
    return record.enrolment() != null
        && record.enrolment().origin() != null
        && record.status() == LifecycleStatus.AWAITING_APPROVAL
        && record.attempts() == 0;
  }

  private static String reason(IssueStanding each) {
    boolean waits = each.status().equals(LifecycleStatus.CANDIDATE.word());
    return waits ? each.reason() + "; the next run lands it" : each.reason();
  }

  private static IssueResult result(
      IssueStanding each, Predicate<IssueId> landedNow, boolean settled) {
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
