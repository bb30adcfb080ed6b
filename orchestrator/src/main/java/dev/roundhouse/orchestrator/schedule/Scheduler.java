package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.DependencyGraph;
import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says what can be worked and in which order: by priority, then by the longest chain of issues that
 * wait for it, then by age, then by id.
 *
 * <p>A pure function of what it was made of and the view it is asked about: no clock, no file, no
 * state. Safe for use by any number of threads.
 */
public final class Scheduler {
  private final Map<IssueId, Issue> issues = new TreeMap<>();
  private final DependencyGraph graph;
  private final Selection selection;
  private final Comparator<Standing> order;

  /** Schedules {@code backlog}, of which {@code selection} says what is meant. */
  public Scheduler(Collection<Issue> backlog, Selection selection) {
    backlog.forEach(issue -> issues.put(issue.id(), issue));
    this.graph = DependencyGraph.of(backlog);
    this.selection = selection;
    this.order = order(graph.remainingChain());
  }

  private static Comparator<Standing> order(Map<IssueId, Integer> chain) {
    return Comparator.comparing((Standing each) -> each.issue().priority())
        .thenComparing(each -> -chain.getOrDefault(each.issue().id(), 0))
        .thenComparing(each -> each.issue().createdAt().orElse(Instant.MAX))
        .thenComparing(each -> each.issue().id());
  }

  /** The graph it orders by. */
  public DependencyGraph graph() {
    return graph;
  }

  /**
   * Where every issue stands.
   *
   * @param view the ledger at one moment
   */
  public Plan plan(LedgerView view) {
    NavigableMap<IssueId, Standing> standings = new TreeMap<>();
    Judgement judgement = new Judgement(issues, graph, selection, view);
    issues.values().forEach(issue -> standings.put(issue.id(), judgement.of(issue)));
    Set<IssueId> coming = Softening.apply(standings, graph);
    return new Plan(standings, next(standings), coming);
  }

  private List<Standing> next(NavigableMap<IssueId, Standing> standings) {
    List<Standing> ready = startable(standings, Set.of(Readiness.READY));
    boolean underWay =
        standings.values().stream()
            .anyMatch(each -> each.selected() && each.readiness() == Readiness.ACTIVE);
    if (!ready.isEmpty() || underWay) {
      return ready;
    }
    return startable(standings, Set.of(Readiness.AFTER));
  }

  private List<Standing> startable(
      NavigableMap<IssueId, Standing> standings, Set<Readiness> which) {
    return standings.values().stream()
        .filter(each -> each.selected() && which.contains(each.readiness()))
        .sorted(order)
        .toList();
  }
}
