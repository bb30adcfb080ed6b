package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.QueuePosition;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Determines which issues can be worked on, and in which {@link Order}.
 *
 * <p>A pure function of its constructor's arguments and the given view: no clock and no file. The
 * estimates are those from when the scheduler was created, so that a landing reorders nothing. Safe
 * for use by any number of threads.
 */
public final class Scheduler {
  private final List<Issue> backlog;
  private final Selection selection;
  private final Order order;
  private volatile BacklogShape shape;

  /** Creates a scheduler for the issues of {@code backlog} that {@code selection} selects. */
  public Scheduler(Collection<Issue> backlog, Selection selection, Order order) {
    this(backlog, selection, order, BacklogShape.of(backlog, order.estimates()));
  }

  private Scheduler(
      Collection<Issue> backlog, Selection selection, Order order, BacklogShape shape) {
    this.backlog = List.copyOf(backlog);
    this.selection = selection;
    this.order = order;
    this.shape = shape;
  }

  /**
   * Returns a scheduler for the changed backlog, with the same order and estimates.
   *
   * @param sameShape true if the issues, their dependencies and their estimated times are unchanged
   */
  public Scheduler with(Collection<Issue> changed, Selection chosen, boolean sameShape) {
    return sameShape
        ? new Scheduler(changed, chosen, order, shape)
        : new Scheduler(changed, chosen, order);
  }

  /** Returns a scheduler that follows {@code options} and makes its estimates from {@code view}. */
  public static Scheduler of(
      Collection<Issue> backlog, Selection selection, OrderOptions options, LedgerView view) {
    return new Scheduler(backlog, selection, new Order(options, Estimates.of(backlog, view)));
  }

  /** Returns the graph of the backlog. */
  public DependencyGraph graph() {
    return shape.graph();
  }

  /** Returns the order the scheduler follows. */
  public Order order() {
    return order;
  }

  /** Returns a queue of what {@link #plan} says comes next, kept up to date change by change. */
  public ReadyQueue queue() {
    return new ReadyQueue(backlog, selection, order);
  }

  /**
   * Returns the state of every issue; linear in issues and edges.
   *
   * @param view the ledger at one moment
   */
  public Plan plan(LedgerView view) {
    Map<IssueId, Issue> issues = EffectiveIssues.byId(backlog, view);
    BacklogShape now = shapeOf(issues);
    NavigableMap<IssueId, IssueStanding> standings = new TreeMap<>();
    ReadinessCheck judgement = new ReadinessCheck(issues, now.graph(), selection, view);
    issues.values().forEach(issue -> standings.put(issue.id(), judgement.of(issue)));
    Set<IssueId> coming = SoftDependencies.apply(standings, now.graph());
    Map<IssueId, Order.Rank> ranks = ranks(issues, now, view);
    return new Plan(standings, next(standings, ranks), coming, ranks, now);
  }

  private Map<IssueId, Order.Rank> ranks(
      Map<IssueId, Issue> issues, BacklogShape now, LedgerView view) {
    Optional<Instant> begun = Order.begun(view);
    Map<IssueId, Order.Rank> ranks = new HashMap<>();
    issues.forEach(
        (id, issue) -> ranks.put(id, order.rank(issue, now.path().chain(id), view, begun)));
    return ranks;
  }

  private BacklogShape shapeOf(Map<IssueId, Issue> issues) {
    BacklogShape last = shape;
    if (!last.ids().equals(issues.keySet())) {
      last = BacklogShape.of(issues.values(), order.estimates());
      shape = last;
    }
    return last;
  }

  /**
   * Returns the place of {@code issue} without swaps, by {@code view} at one moment.
   *
   * @throws IssueNotFoundException if there is no such issue
   */
  public QueuePosition ownPlace(IssueId issue, LedgerView view) {
    Map<IssueId, Issue> issues = EffectiveIssues.byId(backlog, view);
    Issue found = issues.get(issue);
    if (found == null) {
      throw new IssueNotFoundException(issue);
    }
    return order.own(found, shapeOf(issues).path().chain(issue), view);
  }

  private List<IssueStanding> next(
      NavigableMap<IssueId, IssueStanding> standings, Map<IssueId, Order.Rank> ranks) {
    Predicate<IssueStanding> isReady = each -> each.readiness() == Readiness.READY;
    Predicate<IssueStanding> isActive = each -> each.readiness() == Readiness.ACTIVE;
    boolean busy = any(standings, isReady.or(isActive));
    Predicate<IssueStanding> may =
        each -> each.readiness() == (busy ? Readiness.READY : Readiness.AFTER);
    boolean alone = order.p0Alone() && any(standings, may.or(isActive).and(Scheduler::isUrgent));
    return standings.values().stream()
        .filter(IssueStanding::selected)
        .filter(each -> may.test(each) && (!alone || isUrgent(each)))
        .sorted(
            Comparator.comparing(
                (IssueStanding each) -> ranks.get(each.issue().id()),
                Comparator.nullsLast(Comparator.naturalOrder())))
        .toList();
  }

  private static boolean any(Map<IssueId, IssueStanding> standings, Predicate<IssueStanding> what) {
    return standings.values().stream().filter(IssueStanding::selected).anyMatch(what);
  }

  /**
   * Tells whether the issue is urgent enough to be worked on alone, if the options ask for that.
   */
  static boolean isUrgent(IssueStanding standing) {
    return standing.issue().priority().equals(new Priority(0));
  }
}
