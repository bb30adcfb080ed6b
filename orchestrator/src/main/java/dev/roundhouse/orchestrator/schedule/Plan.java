package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import dev.roundhouse.core.ledger.LifecycleStatus;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The state of every issue of the backlog, and the issues that start next. Immutable. */
public final class Plan {
  private static final String UNGATED = "; its gate has not run yet";

  private final NavigableMap<IssueId, IssueStanding> standings;
  private final List<IssueStanding> next;
  private final Set<IssueId> coming;
  private final Map<IssueId, Order.Rank> ranks;
  private final BacklogShape shape;
  private final boolean isIdle;

  Plan(
      NavigableMap<IssueId, IssueStanding> standings,
      List<IssueStanding> next,
      Set<IssueId> coming,
      Map<IssueId, Order.Rank> ranks,
      BacklogShape shape) {
    this(standings, next, coming, ranks, shape, /* isIdle= */ false);
  }

  private Plan(
      NavigableMap<IssueId, IssueStanding> standings,
      List<IssueStanding> next,
      Set<IssueId> coming,
      Map<IssueId, Order.Rank> ranks,
      BacklogShape shape,
      boolean isIdle) {
    this.standings = Collections.unmodifiableNavigableMap(standings);
    this.next = List.copyOf(next);
    this.coming = Set.copyOf(coming);
    this.ranks = Map.copyOf(ranks);
    this.shape = shape;
    this.isIdle = isIdle;
  }

  /**
   * Returns the same plan for a backlog whose run is gone: attempts under way are interrupted, and
   * work that a person has to approve is not gated before the next run.
   */
  public Plan interrupted() {
    NavigableMap<IssueId, IssueStanding> now = new TreeMap<>(standings);
    now.replaceAll((id, each) -> each.readiness() == Readiness.ACTIVE ? withoutRun(each) : each);
    return new Plan(now, next, coming, ranks, shape, /* isIdle= */ true);
  }

  private static IssueStanding withoutRun(IssueStanding each) {
    if (!each.status().equals(LifecycleStatus.CANDIDATE.word())) {
      return each.interrupted();
    }
    return each.awaitsApproval() ? each.because(each.reason() + UNGATED) : each;
  }

  /** Tells whether no run is active, so that nothing goes on before the next one. */
  public boolean isIdle() {
    return isIdle;
  }

  /** Returns the same plan with the reasons why issues that are ready do not start. */
  public Plan explained(HoldReasons reasons) {
    NavigableMap<IssueId, IssueStanding> now = new TreeMap<>(standings);
    now.replaceAll((id, each) -> explained(each, reasons));
    List<IssueStanding> first = next.stream().map(each -> explained(each, reasons)).toList();
    return new Plan(now, first, coming, ranks, shape, isIdle);
  }

  private static IssueStanding explained(IssueStanding each, HoldReasons reasons) {
    boolean isReady = each.readiness() == Readiness.READY || each.readiness() == Readiness.AFTER;
    return isReady ? reasons.of(each).map(each::because).orElse(each) : each;
  }

  /** Returns every issue, by id. */
  public Collection<IssueStanding> standings() {
    return standings.values();
  }

  /** Returns the state of {@code issue}, or empty if the backlog has no such issue. */
  public Optional<IssueStanding> find(IssueId issue) {
    return Optional.ofNullable(standings.get(issue));
  }

  /** Returns the selected issues that can start now, in order. */
  public List<IssueStanding> next() {
    return next;
  }

  /**
   * Tells whether {@code issue} is under way, can start, or can start once others that may come
   * have landed.
   */
  public boolean mayCome(IssueId issue) {
    return coming.contains(issue);
  }

  /** Returns the rank of {@code issue}, which the backlog must have, among those that are ready. */
  public Order.Rank rank(IssueId issue) {
    Order.Rank rank = ranks.get(issue);
    if (rank == null) {
      throw new IssueNotFoundException(issue);
    }
    return rank;
  }

  /** Returns the dependencies between the issues. */
  public DependencyGraph graph() {
    return shape.graph();
  }

  /** Returns the number of selected issues with that readiness. */
  public long count(Readiness readiness) {
    return standings.values().stream()
        .filter(each -> each.selected() && each.readiness() == readiness)
        .count();
  }
}
