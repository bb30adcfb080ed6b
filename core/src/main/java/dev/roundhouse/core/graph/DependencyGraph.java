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
 * The dependencies between issues: hard ones, by which one blocks another, and soft ones, which
 * only prefer an order. An epic is blocked by its children: it is done when they are, and only
 * then. Immutable, and linear in issues and edges; nothing recurses, so a chain of any length
 * works.
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

  /** Returns the graph of {@code backlog}. */
  public static DependencyGraph of(Collection<Issue> backlog) {
    Map<IssueId, Issue> issues = new LinkedHashMap<>();
    backlog.forEach(issue -> issues.put(issue.id(), issue));
    return new DependencyGraph(issues);
  }

  /** Returns the hard dependencies; an edge leads from a blocker to the issue it blocks. */
  public ImmutableGraph<IssueId> hard() {
    return hard;
  }

  /**
   * Returns the issues of the backlog that block {@code issue}, including the children of an epic.
   */
  public Set<IssueId> blockers(IssueId issue) {
    return hard.nodes().contains(issue) ? hard.predecessors(issue) : Set.of();
  }

  /** Returns the children of {@code issue} if it is an epic; an epic is never worked itself. */
  public Set<IssueId> parts(IssueId issue) {
    return parts.get(issue);
  }

  /** Returns the blockers that {@code issue} names but the backlog does not have. */
  public Set<IssueId> unknownBlockers(IssueId issue) {
    return unknown.get(issue);
  }

  /** Returns the issues that {@code issue} blocks. */
  public Set<IssueId> dependents(IssueId issue) {
    return hard.nodes().contains(issue) ? hard.successors(issue) : Set.of();
  }

  /** Returns the issues of the backlog that {@code issue} prefers to follow. */
  public Set<IssueId> softBlockers(IssueId issue) {
    return soft.get(issue);
  }

  /** Returns {@code start} and all its direct and indirect blockers. */
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
   * Returns for each issue the length of the longest chain of issues that wait for it, itself not
   * counted. A chain that leads into a cycle counts as far as the cycle.
   */
  public Map<IssueId, Integer> remainingChain() {
    CriticalPath paths = CriticalPath.of(this, id -> 1);
    Map<IssueId, Integer> chain = new HashMap<>();
    hard.nodes().forEach(id -> chain.put(id, Math.toIntExact(paths.chain(id) - 1)));
    return chain;
  }

  /** Returns every group of issues that wait for each other in a cycle. */
  public List<List<IssueId>> cycles() {
    List<List<IssueId>> cycles = new ArrayList<>();
    for (Set<IssueId> component :
        new StronglyConnectedComponents(hard.nodes(), this::blockers).find()) {
      IssueId any = component.iterator().next();
      if (component.size() > 1 || blockers(any).contains(any)) {
        cycles.add(component.stream().sorted().toList());
      }
    }
    return cycles;
  }
}
