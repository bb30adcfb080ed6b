package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.internal.agent.Agents;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.overlap.OverlapTracker;
import dev.roundhouse.orchestrator.internal.resource.IssueLeases;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.schedule.HoldReasons;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides whether an issue that is ready may start beside those under way, by the limits, the
 * resources, the files it changes, the budget, the back-off after a failure and the usage limits of
 * accounts. For one thread.
 */
public final class AdmissionControl {
  private final RunContext context;
  private final AgentOptions options;
  private final Agents agents;
  private final IssueLeases leases;
  private final OverlapTracker overlaps;

  public AdmissionControl(
      RunContext context, Agents agents, IssueLeases leases, OverlapTracker overlaps) {
    this.context = context;
    this.options = context.options().agents();
    this.agents = agents;
    this.leases = leases;
    this.overlaps = overlaps;
  }

  /** Returns the load that {@code next} would add to the limits. */
  Limits.Working working(IssueStanding next) {
    Issue issue = next.issue();
    return new Limits.Working(issue, agents.name(issue, next.attempts() + 1));
  }

  /** Tells whether the issue may start now, apart from waiting times. */
  boolean admits(IssueStanding next, Collection<Limits.Working> working) {
    Usage spentOnIssue = next.record().map(IssueRecord::charged).orElse(Usage.NONE);
    return options.limits().admit(working(next), working)
        && options
            .budget()
            .allows(context.metrics().spending().total(), spentOnIssue, working.size());
  }

  /** Takes the resources that {@code next} needs; returns false if it must wait for one of them. */
  boolean equip(IssueStanding next) {
    return leases.take(next.issue());
  }

  /** Releases the resources taken for {@code next}, which is not started after all. */
  void giveBack(IssueStanding next) {
    leases.release(next.issue().id());
  }

  /**
   * Returns a number that grows whenever a resource has been released, or files have become free.
   */
  long returns() {
    return leases.returns() + overlaps.releases();
  }

  /** Returns the tracker of issues that change the same files. */
  OverlapTracker overlaps() {
    return overlaps;
  }

  /**
   * Returns the limit of the budget that keeps the issue from starting, however few are under way;
   * empty if none does.
   */
  Optional<Budget.Objection> beyondBudget(IssueStanding next) {
    Usage spentOnIssue = next.record().map(IssueRecord::charged).orElse(Usage.NONE);
    return options.budget().objection(context.metrics().spending().total(), spentOnIssue);
  }

  /** Returns the reasons why issues that are ready do not start. */
  HoldReasons reasons(LedgerView view) {
    return new HoldReasons(view, options, agents.usualName(), context.clock().instant());
  }

  /** Returns the time the issue may start, if that is later than {@code now}. */
  Optional<Instant> later(IssueStanding next, LedgerView view, Instant now) {
    Optional<Instant> backoff = next.record().map(IssueRecord::notBefore);
    return Stream.concat(backoff.stream(), holds(next, view).map(AccountLimit::until))
        .max(Comparator.naturalOrder())
        .filter(now::isBefore);
  }

  /**
   * Returns the end of the hold on an agent that the issue needs, whose account a person has to see
   * to; empty if there is none.
   */
  Optional<Instant> shutOutUntil(IssueStanding next, LedgerView view, Instant now) {
    return holds(next, view)
        .filter(each -> each.trouble().needsPerson() && now.isBefore(each.until()))
        .map(AccountLimit::until)
        .max(Comparator.naturalOrder());
  }

  private Stream<AccountLimit> holds(IssueStanding next, LedgerView view) {
    return view.limits().isEmpty()
        ? Stream.empty()
        : agents.names(next.issue(), next.attempts() + 1).stream()
            .flatMap(name -> Stream.ofNullable(view.limits().get(name)));
  }
}
