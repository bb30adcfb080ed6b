package dev.roundhouse.core.graph;

import dev.roundhouse.core.graph.ReadySet.State;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * How the time for graph, cycles, critical path and ready set grows: a chain, and ten random edges
 * an issue, of a thousand, ten thousand and a hundred thousand issues. Each issue is then finished,
 * one by one.
 */
final class GraphBenchmark {
  private static final int EDGES = 10;

  private GraphBenchmark() {}

  /** Measures and prints. */
  public static void main(String... args) {
    for (int count : new int[] {1_000, 1_000, 10_000, 100_000}) {
      measure("chain", chain(count));
      measure("random", random(count));
    }
  }

  private static void measure(String what, List<Issue> issues) {
    long begun = System.nanoTime();
    DependencyGraph graph = DependencyGraph.of(issues);
    long built = System.nanoTime();
    int cycles = graph.cycles().size();
    long searched = System.nanoTime();
    CriticalPath path = CriticalPath.of(graph, id -> 1);
    long measured = System.nanoTime();
    ReadySet<Integer> ready = new ReadySet<>();
    issues.forEach(each -> ready.put(each.id(), 0, State.WORKABLE, each.blockedBy()));
    long filled = System.nanoTime();
    int worked = 0;
    while (ready.size() > 0) {
      ready.set(ready.ready().iterator().next(), State.DONE);
      worked++;
    }
    long ended = System.nanoTime();
    System.out.printf(
        Locale.ROOT,
        "%-6s %,8d issues %,10d edges: graph %,6d ms, cycles %,6d ms (%d), critical path %,6d ms"
            + " (%d), ready set filled in %,6d ms, worked off (%d) in %,6d ms, %,5d ns an issue%n",
        what,
        issues.size(),
        graph.hard().edges().size(),
        millis(begun, built),
        millis(built, searched),
        cycles,
        millis(searched, measured),
        path.longest().size(),
        millis(measured, filled),
        worked,
        millis(filled, ended),
        (ended - filled) / issues.size());
  }

  private static long millis(long from, long to) {
    return (to - from) / 1_000_000;
  }

  private static List<Issue> chain(int count) {
    List<Issue> issues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      issues.add(issue(i, i == 0 ? Set.of() : Set.of(new IssueId("T-" + (i - 1)))));
    }
    return issues;
  }

  private static List<Issue> random(int count) {
    Random random = new Random(7);
    List<Issue> issues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<IssueId> blockers = new HashSet<>();
      for (int e = 0; e < EDGES && i > 0; e++) {
        blockers.add(new IssueId("T-" + random.nextInt(i)));
      }
      issues.add(issue(i, blockers));
    }
    return issues;
  }

  private static Issue issue(int number, Set<IssueId> blockers) {
    return Issue.builder(new IssueId("T-" + number)).blockedBy(blockers).build();
  }
}
