package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** Where every issue of the backlog stands, and which start next. Immutable. */
public final class Plan {
  private final NavigableMap<IssueId, IssueStanding> standings;
  private final List<IssueStanding> next;
  private final Set<IssueId> coming;
  private final Map<IssueId, Rank> ranks;
  private final BacklogShape shape;

  Plan(
      NavigableMap<IssueId, IssueStanding> standings,
      List<IssueStanding> next,
      Set<IssueId> coming,
      Map<IssueId, Rank> ranks,
      BacklogShape shape) {
    this.standings = Collections.unmodifiableNavigableMap(standings);
    this.next = List.copyOf(next);
    this.coming = Set.copyOf(coming);
    this.ranks = Map.copyOf(ranks);
    this.shape = shape;
  }

  /** Every issue, by id. */
  public Collection<IssueStanding> standings() {
    return standings.values();
  }

  /** Where {@code issue} stands, or empty if the backlog has no such issue. */
  public Optional<IssueStanding> find(IssueId issue) {
    return Optional.ofNullable(standings.get(issue));
  }

  /** The selected issues that can start now, first of all first. */
  public List<IssueStanding> next() {
    return next;
  }

  /**
   * Whether {@code issue} is under way, can start, or can once others that may come have landed.
   */
  public boolean mayCome(IssueId issue) {
    return coming.contains(issue);
  }

  /** Where {@code issue}, which the backlog must have, stands among those that are ready. */
  public Rank rank(IssueId issue) {
    Rank rank = ranks.get(issue);
    if (rank == null) {
      throw new IssueNotFoundException(issue);
    }
    return rank;
  }

  /** Who waits for whom. */
  public DependencyGraph graph() {
    return shape.graph();
  }

  /** How many selected issues are of that readiness. */
  public long count(Readiness readiness) {
    return standings.values().stream()
        .filter(each -> each.selected() && each.readiness() == readiness)
        .count();
  }
}
