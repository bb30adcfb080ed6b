package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.DependencyGraph;
import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.Place;
import dev.roundhouse.core.ledger.Wishes;
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
 * wait for it, then by age, then by id; an issue that was given another's place stands there.
 *
 * <p>A pure function of what it was made of and the view it is asked about: no clock and no file.
 * Safe for use by any number of threads.
 */
public final class Scheduler {
  private final List<Issue> backlog;
  private final Selection selection;
  private volatile Shape shape;

  /** Schedules {@code backlog}, of which {@code selection} says what is meant. */
  public Scheduler(Collection<Issue> backlog, Selection selection) {
    this.backlog = List.copyOf(backlog);
    this.selection = selection;
    this.shape = Shape.of(this.backlog);
  }

  /** The graph of the backlog. */
  public DependencyGraph graph() {
    return shape.graph();
  }

  /**
   * Where every issue stands.
   *
   * @param view the ledger at one moment
   */
  public Plan plan(LedgerView view) {
    Map<IssueId, Issue> issues = Wanted.byId(backlog, view);
    Shape now = shapeOf(issues);
    NavigableMap<IssueId, Standing> standings = new TreeMap<>();
    Judgement judgement = new Judgement(issues, now.graph(), selection, view);
    issues.values().forEach(issue -> standings.put(issue.id(), judgement.of(issue)));
    Set<IssueId> coming = Softening.apply(standings, now.graph());
    return new Plan(standings, next(standings, now), coming);
  }

  /** What an edit can change is not part of the shape; only another set of issues has another. */
  private Shape shapeOf(Map<IssueId, Issue> issues) {
    Shape last = shape;
    if (!last.ids().equals(issues.keySet())) {
      last = Shape.of(issues.values());
      shape = last;
    }
    return last;
  }

  /**
   * The place {@code issue} has by itself, with {@code view} at one moment.
   *
   * @throws IssueNotFoundException if there is no such issue
   */
  public Place ownPlace(IssueId issue, LedgerView view) {
    Map<IssueId, Issue> issues = Wanted.byId(backlog, view);
    Issue found = issues.get(issue);
    if (found == null) {
      throw new IssueNotFoundException(issue);
    }
    return shapeOf(issues).place(found);
  }

  private static List<Standing> next(NavigableMap<IssueId, Standing> standings, Shape shape) {
    List<Standing> ready = startable(standings, Readiness.READY, shape);
    boolean underWay =
        standings.values().stream()
            .anyMatch(each -> each.selected() && each.readiness() == Readiness.ACTIVE);
    if (!ready.isEmpty() || underWay) {
      return ready;
    }
    return startable(standings, Readiness.AFTER, shape);
  }

  private static List<Standing> startable(
      NavigableMap<IssueId, Standing> standings, Readiness which, Shape shape) {
    return standings.values().stream()
        .filter(each -> each.selected() && each.readiness() == which)
        .sorted(Comparator.comparing((Standing each) -> place(each, shape)))
        .toList();
  }

  private static Place place(Standing standing, Shape shape) {
    return standing
        .record()
        .map(IssueRecord::wishes)
        .map(Wishes::place)
        .orElseGet(() -> shape.place(standing.issue()));
  }

  /**
   * How the issues hang together.
   *
   * @param ids which they are
   * @param graph who waits for whom
   * @param chain how many follow from each, one after the other
   */
  private record Shape(Set<IssueId> ids, DependencyGraph graph, Map<IssueId, Integer> chain) {
    static Shape of(Collection<Issue> issues) {
      DependencyGraph graph = DependencyGraph.of(issues);
      TreeMap<IssueId, Issue> byId = new TreeMap<>();
      issues.forEach(issue -> byId.put(issue.id(), issue));
      return new Shape(byId.keySet(), graph, graph.remainingChain());
    }

    Place place(Issue issue) {
      return new Place(
          issue.priority(),
          chain.getOrDefault(issue.id(), 0),
          issue.createdAt().orElse(Instant.MAX),
          issue.id());
    }
  }
}
