package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts a ready issue after those it prefers to follow ({@code depends_on}), as long as they can
 * still come: an issue that is absent, not selected, resting or permanently blocked holds up no
 * other. Linear in issues and edges.
 */
final class SoftDependencies {
  private static final Set<Readiness> COMING =
      Set.of(Readiness.ACTIVE, Readiness.READY, Readiness.BLOCKED, Readiness.EPIC);

  private SoftDependencies() {}

  /**
   * Applies soft dependencies to {@code standings} in place; returns the issues that may still
   * come.
   */
  static Set<IssueId> apply(NavigableMap<IssueId, IssueStanding> standings, DependencyGraph graph) {
    Set<IssueId> coming = coming(standings, graph);
    standings.replaceAll((id, standing) -> soften(standing, coming));
    return coming;
  }

  private static IssueStanding soften(IssueStanding standing, Set<IssueId> coming) {
    NavigableSet<IssueId> first = new TreeSet<>(standing.issue().dependsOn());
    first.retainAll(coming);
    first.remove(standing.issue().id());
    if (standing.readiness() != Readiness.READY || first.isEmpty()) {
      return standing;
    }
    return after(standing, first);
  }

  /** Returns the same issue, coming after {@code first}. */
  static IssueStanding after(IssueStanding standing, NavigableSet<IssueId> first) {
    return new IssueStanding(
        standing.issue(),
        standing.record(),
        Readiness.AFTER,
        standing.status(),
        Collections.unmodifiableNavigableSet(first),
        "comes after " + first,
        standing.selected());
  }

  /**
   * Returns the issues that are under way, can start, or can start once others that are coming have
   * landed.
   */
  private static Set<IssueId> coming(
      NavigableMap<IssueId, IssueStanding> standings, DependencyGraph graph) {
    Map<IssueId, Integer> missing = new HashMap<>();
    Deque<IssueId> fresh = new ArrayDeque<>();
    standings.forEach(
        (id, standing) -> {
          missing.put(id, standing.waitsFor().size());
          if (mayCome(standing) && standing.waitsFor().isEmpty()) {
            fresh.add(id);
          }
        });
    Set<IssueId> coming = new HashSet<>();
    while (!fresh.isEmpty()) {
      IssueId id = fresh.remove();
      coming.add(id);
      for (IssueId dependent : graph.dependents(id)) {
        int left = missing.merge(dependent, -1, Integer::sum);
        IssueStanding standing = standings.get(dependent);
        if (left == 0 && standing != null && mayCome(standing)) {
          fresh.add(dependent);
        }
      }
    }
    return coming;
  }

  private static boolean mayCome(IssueStanding standing) {
    return standing.selected() && COMING.contains(standing.readiness());
  }
}
