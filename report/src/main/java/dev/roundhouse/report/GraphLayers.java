package dev.roundhouse.report;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.report.RunHistory.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Arranges issues in layers, so that each stands after all that it depends on; issues that depend
 * on each other stand where the first of them would. Immutable.
 *
 * @param layers the issues of each layer, in the order in which they are drawn
 */
record GraphLayers(List<List<IssueId>> layers) {
  private static final int SWEEPS = 4;

  static GraphLayers of(Collection<Link> links) {
    Map<IssueId, List<IssueId>> after = new TreeMap<>();
    Map<IssueId, List<IssueId>> before = new TreeMap<>();
    for (Link each : links.stream().sorted(Comparator.comparing(Link::first)).toList()) {
      after.computeIfAbsent(each.first(), id -> new ArrayList<>()).add(each.then());
      before.computeIfAbsent(each.then(), id -> new ArrayList<>()).add(each.first());
    }
    Map<IssueId, Integer> depths = depths(after, before);
    List<List<IssueId>> layers = new ArrayList<>();
    new TreeMap<>(depths)
        .forEach(
            (id, depth) -> {
              while (layers.size() <= depth) {
                layers.add(new ArrayList<>());
              }
              layers.get(depth).add(id);
            });
    layers.removeIf(List::isEmpty);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      arrange(layers, sweep % 2 == 0 ? before : after, sweep % 2 == 0);
    }
    return new GraphLayers(layers);
  }

  /** Returns the length of the longest way to each issue, without going round in a cycle. */
  private static Map<IssueId, Integer> depths(
      Map<IssueId, List<IssueId>> after, Map<IssueId, List<IssueId>> before) {
    TreeSet<IssueId> all = new TreeSet<>(after.keySet());
    all.addAll(before.keySet());
    Map<IssueId, Integer> missing = new HashMap<>();
    Map<IssueId, Integer> depths = new HashMap<>();
    Deque<IssueId> free = new ArrayDeque<>();
    for (IssueId each : all) {
      depths.put(each, 0);
      missing.put(each, before.getOrDefault(each, List.of()).size());
      if (!before.containsKey(each)) {
        free.add(each);
      }
    }
    while (!free.isEmpty()) {
      IssueId at = free.remove();
      for (IssueId next : after.getOrDefault(at, List.of())) {
        depths.merge(next, depths.getOrDefault(at, 0) + 1, Math::max);
        if (missing.merge(next, -1, Integer::sum) == 0) {
          free.add(next);
        }
      }
    }
    return depths;
  }

  /** Puts the issues of each layer in the order of the middle of their neighbours. */
  private static void arrange(
      List<List<IssueId>> layers, Map<IssueId, List<IssueId>> neighbours, boolean isForwards) {
    Map<IssueId, Double> places = new HashMap<>();
    List<List<IssueId>> order = new ArrayList<>(layers);
    if (!isForwards) {
      Collections.reverse(order);
    }
    for (List<IssueId> layer : order) {
      Map<IssueId, Double> wanted = new HashMap<>();
      for (int at = 0; at < layer.size(); at++) {
        double own = (at + 0.5) / layer.size();
        wanted.put(
            layer.get(at),
            neighbours.getOrDefault(layer.get(at), List.of()).stream()
                .filter(places::containsKey)
                .mapToDouble(places::get)
                .average()
                .orElse(own));
      }
      layer.sort(Comparator.comparing(wanted::get));
      for (int at = 0; at < layer.size(); at++) {
        places.put(layer.get(at), (at + 0.5) / layer.size());
      }
    }
  }

  /** Returns the number of issues. */
  int size() {
    return layers.stream().mapToInt(List::size).sum();
  }

  /** Returns the number of issues in the largest layer. */
  int widest() {
    return layers.stream().mapToInt(List::size).max().orElse(0);
  }
}
