package dev.roundhouse.core.backlog;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who blocks whom, by hard dependencies. Immutable, and linear in issues and edges: no recursion,
 * so that a chain of any length is only as long as it is.
 */
public final class DependencyGraph {
  private final Map<IssueId, Issue> issues;
  private final SetMultimap<IssueId, IssueId> blockers;
  private final SetMultimap<IssueId, IssueId> dependents;
  private final SetMultimap<IssueId, IssueId> unknown;

  private DependencyGraph(Map<IssueId, Issue> issues) {
    ImmutableSetMultimap.Builder<IssueId, IssueId> known = ImmutableSetMultimap.builder();
    ImmutableSetMultimap.Builder<IssueId, IssueId> absent = ImmutableSetMultimap.builder();
    for (Issue issue : issues.values()) {
      for (IssueId blocker : issue.blockedBy()) {
        (issues.containsKey(blocker) ? known : absent).put(issue.id(), blocker);
      }
    }
    ImmutableSetMultimap<IssueId, IssueId> edges = known.build();
    this.issues = issues;
    this.blockers = edges;
    this.dependents = edges.inverse();
    this.unknown = absent.build();
  }

  /** The graph of {@code backlog}. */
  public static DependencyGraph of(Collection<Issue> backlog) {
    Map<IssueId, Issue> issues = new LinkedHashMap<>();
    backlog.forEach(issue -> issues.put(issue.id(), issue));
    return new DependencyGraph(issues);
  }

  /** The issues of the backlog that block {@code issue}. */
  public Set<IssueId> blockers(IssueId issue) {
    return blockers.get(issue);
  }

  /** What {@code issue} says blocks it and the backlog does not have. */
  public Set<IssueId> unknownBlockers(IssueId issue) {
    return unknown.get(issue);
  }

  /** The issues that {@code issue} blocks. */
  public Set<IssueId> dependents(IssueId issue) {
    return dependents.get(issue);
  }

  /** {@code start} and everything that blocks any of it, at any distance. */
  public Set<IssueId> closure(Set<IssueId> start) {
    Set<IssueId> seen = new HashSet<>(start);
    Deque<IssueId> fresh = new ArrayDeque<>(start);
    while (!fresh.isEmpty()) {
      for (IssueId blocker : blockers(fresh.remove())) {
        if (seen.add(blocker)) {
          fresh.add(blocker);
        }
      }
    }
    return seen;
  }

  /**
   * For each issue the length of the longest chain of issues that wait for it, itself not counted.
   * An issue in a cycle, or behind one, has 0.
   */
  public Map<IssueId, Integer> remainingChain() {
    Map<IssueId, Integer> chain = new HashMap<>();
    Map<IssueId, Integer> waiting = new HashMap<>();
    Deque<IssueId> fresh = new ArrayDeque<>();
    for (IssueId id : issues.keySet()) {
      chain.put(id, 0);
      waiting.put(id, dependents(id).size());
      if (dependents(id).isEmpty()) {
        fresh.add(id);
      }
    }
    while (!fresh.isEmpty()) {
      IssueId id = fresh.remove();
      int through = chain.getOrDefault(id, 0) + 1;
      for (IssueId blocker : blockers(id)) {
        chain.merge(blocker, through, Math::max);
        if (waiting.merge(blocker, -1, Integer::sum) == 0) {
          fresh.add(blocker);
        }
      }
    }
    return chain;
  }

  /** Every knot of issues that wait for each other in a circle. */
  public List<List<IssueId>> cycles() {
    List<List<IssueId>> cycles = new ArrayList<>();
    for (Set<IssueId> knot : new Knots(issues.keySet(), this::blockers).find()) {
      IssueId any = knot.iterator().next();
      if (knot.size() > 1 || blockers(any).contains(any)) {
        cycles.add(knot.stream().sorted().toList());
      }
    }
    return cycles;
  }
}
