package dev.roundhouse.core.graph;

import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds strongly connected components by Tarjan's algorithm (R. Tarjan, "Depth-first search and
 * linear graph algorithms", 1972), with an explicit stack instead of recursion. For one thread.
 */
final class StronglyConnectedComponents {
  private final Collection<IssueId> nodes;
  private final Function<IssueId, Set<IssueId>> next;
  private final Map<IssueId, Integer> index = new HashMap<>();
  private final Map<IssueId, Integer> low = new HashMap<>();
  private final Deque<IssueId> open = new ArrayDeque<>();
  private final Set<IssueId> isOpen = new HashSet<>();
  private final Deque<Step> path = new ArrayDeque<>();
  private final List<Set<IssueId>> components = new ArrayList<>();

  StronglyConnectedComponents(Collection<IssueId> nodes, Function<IssueId, Set<IssueId>> next) {
    this.nodes = nodes;
    this.next = next;
  }

  List<Set<IssueId>> find() {
    for (IssueId node : nodes) {
      if (!index.containsKey(node)) {
        enter(node);
        walk();
      }
    }
    return components;
  }

  private void enter(IssueId node) {
    int number = index.size();
    index.put(node, number);
    low.put(node, number);
    open.push(node);
    isOpen.add(node);
    path.push(new Step(node, next.apply(node).iterator()));
  }

  private void walk() {
    while (!path.isEmpty()) {
      Step step = path.element();
      if (step.rest().hasNext()) {
        visit(step.node(), step.rest().next());
      } else {
        path.pop();
        leave(step.node());
      }
    }
  }

  private void visit(IssueId from, IssueId to) {
    Integer number = index.get(to);
    if (number == null) {
      enter(to);
    } else if (isOpen.contains(to)) {
      low.merge(from, number, Math::min);
    }
  }

  private void leave(IssueId node) {
    int lowest = low.getOrDefault(node, 0);
    if (!path.isEmpty()) {
      low.merge(path.element().node(), lowest, Math::min);
    }
    if (index.getOrDefault(node, -1) == lowest) {
      Set<IssueId> component = new HashSet<>();
      IssueId member;
      do {
        member = open.pop();
        isOpen.remove(member);
        component.add(member);
      } while (!member.equals(node));
      components.add(component);
    }
  }

  /** A node on the path and its neighbours that have not been visited yet. */
  private record Step(IssueId node, Iterator<IssueId> rest) {}
}
