package dev.roundhouse.core.graph;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.ImmutableGraph;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who blocks whom, by hard dependencies, and who would rather follow whom, by soft ones. An epic is
 * blocked by its children: it is done when they are, and only then. Immutable, and linear in issues
 * and edges: no recursion, so that a chain of any length is only as long as it is.
 */
public final class DependencyGraph {
  private final ImmutableGraph<IssueId> hard;
  private final SetMultimap<IssueId, IssueId> soft;
  private final SetMultimap<IssueId, IssueId> unknown;
  private final SetMultimap<IssueId, IssueId> parts;

  private DependencyGraph(Map<IssueId, Issue> issues) {
    ImmutableGraph.Builder<IssueId> known =
        GraphBuilder.directed().allowsSelfLoops(true).expectedNodeCount(issues.size()).immutable();
    ImmutableSetMultimap.Builder<IssueId, IssueId> rather = ImmutableSetMultimap.builder();
    ImmutableSetMultimap.Builder<IssueId, IssueId> absent = ImmutableSetMultimap.builder();
    ImmutableSetMultimap.Builder<IssueId, IssueId> gathered = ImmutableSetMultimap.builder();
    issues.keySet().forEach(known::addNode);
    for (Issue issue : issues.values()) {
      for (IssueId blocker : issue.blockedBy()) {
        if (issues.containsKey(blocker)) {
          known.putEdge(blocker, issue.id());
        } else {
          absent.put(issue.id(), blocker);
        }
      }
      issue.dependsOn().stream()
          .filter(issues::containsKey)
          .forEach(before -> rather.put(issue.id(), before));
      epic(issue, issues).ifPresent(epic -> gathered.put(epic, issue.id()));
    }
    this.parts = gathered.build();
    parts.forEach((epic, part) -> known.putEdge(part, epic));
    this.hard = known.build();
    this.soft = rather.build();
    this.unknown = absent.build();
  }

  private static Optional<IssueId> epic(Issue part, Map<IssueId, Issue> issues) {
    return part.parent()
        .filter(parent -> !parent.equals(part.id()))
        .map(issues::get)
        .filter(parent -> parent.type().equals(IssueType.EPIC))
        .map(Issue::id);
  }

  /** The graph of {@code backlog}. */
  public static DependencyGraph of(Collection<Issue> backlog) {
    Map<IssueId, Issue> issues = new LinkedHashMap<>();
    backlog.forEach(issue -> issues.put(issue.id(), issue));
    return new DependencyGraph(issues);
  }

  /** The hard dependencies: an edge leads from a blocker to what it blocks. */
  public ImmutableGraph<IssueId> hard() {
    return hard;
  }

  /** The issues of the backlog that block {@code issue}, children of an epic included. */
  public Set<IssueId> blockers(IssueId issue) {
    return hard.nodes().contains(issue) ? hard.predecessors(issue) : Set.of();
  }

  /** The children of {@code issue} if it is an epic; such a one is never worked itself. */
  public Set<IssueId> parts(IssueId issue) {
    return parts.get(issue);
  }

  /** What {@code issue} says blocks it and the backlog does not have. */
  public Set<IssueId> unknownBlockers(IssueId issue) {
    return unknown.get(issue);
  }

  /** The issues that {@code issue} blocks. */
  public Set<IssueId> dependents(IssueId issue) {
    return hard.nodes().contains(issue) ? hard.successors(issue) : Set.of();
  }

  /** The issues of the backlog that {@code issue} would rather follow. */
  public Set<IssueId> softBlockers(IssueId issue) {
    return soft.get(issue);
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
   * What waits for itself in a circle, or leads into one, counts as far as the circle.
   */
  public Map<IssueId, Integer> remainingChain() {
    CriticalPath paths = CriticalPath.of(this, id -> 1);
    Map<IssueId, Integer> chain = new HashMap<>();
    hard.nodes().forEach(id -> chain.put(id, Math.toIntExact(paths.chain(id) - 1)));
    return chain;
  }

  /** Every knot of issues that wait for each other in a circle. */
  public List<List<IssueId>> cycles() {
    List<List<IssueId>> cycles = new ArrayList<>();
    for (Set<IssueId> knot : new StronglyConnectedComponents(hard.nodes(), this::blockers).find()) {
      IssueId any = knot.iterator().next();
      if (knot.size() > 1 || blockers(any).contains(any)) {
        cycles.add(knot.stream().sorted().toList());
      }
    }
    return cycles;
  }
}
