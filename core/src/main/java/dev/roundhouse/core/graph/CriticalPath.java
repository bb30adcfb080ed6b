package dev.roundhouse.core.graph;

import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The time from the start of each issue to the end of the last one that waits for it, if only hard
 * dependencies caused waiting. Immutable; built in time linear in issues and edges, without
 * recursion.
 */
public final class CriticalPath {
  private final Map<IssueId, Long> chain;
  private final Map<IssueId, IssueId> next;

  private CriticalPath(Map<IssueId, Long> chain, Map<IssueId, IssueId> next) {
    this.chain = chain;
    this.next = next;
  }

  /**
   * Returns the chains of {@code graph}.
   *
   * @param weight the time an issue takes by itself, in any unit, 0 or more; 0 for an issue that is
   *     done
   * @throws IllegalArgumentException if a weight is less than 0
   * @throws ArithmeticException if a chain is longer than a {@code long}
   */
  public static CriticalPath of(DependencyGraph graph, ToLongFunction<IssueId> weight) {
    Map<IssueId, Long> chain = new HashMap<>();
    Map<IssueId, IssueId> next = new HashMap<>();
    Map<IssueId, Integer> waiting = new HashMap<>();
    Deque<IssueId> fresh = new ArrayDeque<>();
    for (IssueId id : graph.hard().nodes()) {
      chain.put(id, checked(id, weight.applyAsLong(id)));
      int dependents = graph.dependents(id).size();
      waiting.put(id, dependents);
      if (dependents == 0) {
        fresh.add(id);
      }
    }
    Map<IssueId, Long> own = new HashMap<>(chain);
    while (!fresh.isEmpty()) {
      IssueId id = fresh.remove();
      for (IssueId blocker : graph.blockers(id)) {
        long through = Math.addExact(own.getOrDefault(blocker, 0L), chain.getOrDefault(id, 0L));
        boolean longest = !next.containsKey(blocker) || through > chain.getOrDefault(blocker, 0L);
        if (longest) {
          chain.put(blocker, through);
          next.put(blocker, id);
        }
        if (waiting.merge(blocker, -1, Integer::sum) == 0) {
          fresh.add(blocker);
        }
      }
    }
    return new CriticalPath(chain, next);
  }

  private static long checked(IssueId id, long weight) {
    if (weight < 0) {
      throw new IllegalArgumentException("the weight of " + id + " must be 0 or more: " + weight);
    }
    return weight;
  }

  /**
   * Returns the weight of the longest chain that begins with {@code issue}, itself included; 0 if
   * the graph does not contain it. A chain that leads into a cycle counts as far as the cycle.
   */
  public long chain(IssueId issue) {
    return chain.getOrDefault(issue, 0L);
  }

  /**
   * Returns the longest chain of all, from its first issue to its last; empty if there are no
   * issues.
   */
  public List<IssueId> longest() {
    List<IssueId> path = new ArrayList<>();
    Optional<IssueId> at =
        chain.keySet().stream()
            .min(Comparator.comparing(this::chain).reversed().thenComparing(id -> id));
    while (at.isPresent()) {
      path.add(at.get());
      at = Optional.ofNullable(next.get(at.get()));
    }
    return path;
  }
}
