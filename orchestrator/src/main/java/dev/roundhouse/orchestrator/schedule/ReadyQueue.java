package dev.roundhouse.orchestrator.schedule;

import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.graph.ReadySet;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@link Plan#next}, kept up to date with the ledger: a view that is later by a few
 * changes costs O(changed and dependent issues · log issues), however many issues there are.
 * Everything is computed again only when another run starts, the backlog gets another issue, or too
 * much has happened since.
 *
 * <p>For one thread at a time.
 */
public final class ReadyQueue {
  private final Map<IssueId, Issue> filed = new HashMap<>();
  private final Selection selection;
  private final Order order;
  private @Nullable State state;

  ReadyQueue(Collection<Issue> backlog, Selection selection, Order order) {
    this.selection = selection;
    this.order = order;
    backlog.forEach(each -> filed.put(each.id(), each));
  }

  /**
   * Updates known issues from their files, provided that their dependencies and estimates are
   * unchanged; costs the same as a change in the ledger.
   */
  public void refile(Collection<Issue> changed) {
    changed.forEach(each -> filed.put(each.id(), each));
    if (state != null) {
      state.refile(changed);
    }
  }

  /**
   * Returns the selected issues that can start now, in order; must be walked before the next call.
   * Walking k of them costs O(k · log issues).
   */
  public Iterable<IssueStanding> next(LedgerView view) {
    State now = state;
    if (now == null || !now.follow(view)) {
      now = new State(view);
      state = now;
    }
    return now.next();
  }

  /** The state of the queue at one view. */
  private final class State {
    private final Map<IssueId, Issue> issues;
    private final BacklogShape shape;
    private final Optional<Instant> begun;
    private final ReadySet<Order.Rank> ready = new ReadySet<>();
    private final UpcomingIssues coming = new UpcomingIssues();
    private final Set<IssueId> active = new HashSet<>();
    private final Set<IssueId> urgent = new TreeSet<>();
    private LedgerView view;

    State(LedgerView first) {
      view = first;
      begun = Order.begun(first);
      issues = EffectiveIssues.byId(filed.values(), first);
      shape = BacklogShape.of(issues.values(), order.estimates());
      issues.keySet().forEach(this::judge);
    }

    /** Updates the state to {@code later}; returns false if everything must be computed again. */
    boolean follow(LedgerView later) {
      Optional<Set<IssueId>> changed = later.changedSince(view);
      if (changed.isEmpty() || !begun.equals(Order.begun(later))) {
        return false;
      }
      view = later;
      for (IssueId each : changed.get()) {
        if (issues.containsKey(each)) {
          Issue file = filed.get(each);
          Optional<Issue> wanted =
              file == null
                  ? later.issue(each).flatMap(record -> record.enrolled())
                  : Optional.of(EffectiveIssues.wanted(file, later));
          wanted.ifPresent(issue -> issues.put(each, issue));
        } else if (later.issue(each).flatMap(record -> record.enrolled()).isPresent()) {
          return false;
        }
      }
      changed.get().stream().filter(issues::containsKey).forEach(this::judgeWithDependents);
      return true;
    }

    void refile(Collection<Issue> changed) {
      changed.forEach(each -> issues.put(each.id(), EffectiveIssues.wanted(each, view)));
      changed.forEach(each -> judgeWithDependents(each.id()));
    }

    /**
     * Judges {@code id} and the issues it blocks, whose time of becoming ready changes if it has
     * landed.
     */
    private void judgeWithDependents(IssueId id) {
      boolean before = ready.isDone(id);
      judge(id);
      if (before != ready.isDone(id)) {
        shape.graph().dependents(id).forEach(this::judge);
      }
    }

    private void judge(IssueId id) {
      Issue issue = issue(id);
      ReadinessCheck judgement = judgement();
      ReadySet.State is = judgement.state(issue);
      Order.Rank rank = order.rank(issue, shape.path().chain(id), view, begun);
      Set<IssueId> blockers = blockers(issue);
      ready.put(id, rank, is, blockers);
      IssueStanding standing = judgement.of(issue);
      keep(active, id, standing.selected() && standing.readiness() == Readiness.ACTIVE);
      keep(urgent, id, standing.selected() && Scheduler.isUrgent(standing));
      coming.put(id, comes(standing, is), blockers);
    }

    private Set<IssueId> blockers(Issue issue) {
      Set<IssueId> parts = shape.graph().parts(issue.id());
      return parts.isEmpty() ? issue.blockedBy() : Sets.union(issue.blockedBy(), parts);
    }

    private ReadySet.State comes(IssueStanding standing, ReadySet.State is) {
      IssueId id = standing.issue().id();
      if (is == ReadySet.State.DONE || active.contains(id) || ready.isReady(id)) {
        return ReadySet.State.DONE;
      }
      boolean mayCome =
          is == ReadySet.State.WORKABLE || (is == ReadySet.State.EPIC && standing.selected());
      return mayCome ? ReadySet.State.EPIC : ReadySet.State.OFF;
    }

    private void keep(Set<IssueId> set, IssueId id, boolean wanted) {
      if (wanted) {
        set.add(id);
      } else {
        set.remove(id);
      }
    }

    private Issue issue(IssueId id) {
      Issue issue = issues.get(id);
      if (issue == null) {
        throw new IllegalStateException("no issue " + id);
      }
      return issue;
    }

    private ReadinessCheck judgement() {
      return new ReadinessCheck(issues, shape.graph(), selection, view);
    }

    Iterable<IssueStanding> next() {
      Iterable<IssueStanding> workable = Iterables.transform(ready.ready(), id -> soften(id));
      Iterable<IssueStanding> free =
          Iterables.filter(workable, each -> each.readiness() == Readiness.READY);
      boolean busy = !active.isEmpty() || free.iterator().hasNext();
      Iterable<IssueStanding> may = busy ? free : workable;
      return isAlone(busy) ? Iterables.filter(may, Scheduler::isUrgent) : may;
    }

    private boolean isAlone(boolean busy) {
      return order.p0Alone()
          && urgent.stream().anyMatch(id -> active.contains(id) || mayStart(id, busy));
    }

    private boolean mayStart(IssueId id, boolean busy) {
      return ready.isReady(id) && (!busy || soften(id).readiness() == Readiness.READY);
    }

    private IssueStanding soften(IssueId id) {
      Issue issue = issue(id);
      NavigableSet<IssueId> first = new TreeSet<>();
      issue.dependsOn().stream()
          .filter(each -> !each.equals(id) && coming.test(each) && !ready.isDone(each))
          .forEach(first::add);
      IssueStanding standing = judgement().of(issue);
      return first.isEmpty() ? standing : SoftDependencies.after(standing, first);
    }
  }

  /**
   * The issues that are under way, can start, or can start once others that may come have landed;
   * kept up to date change by change. For one thread.
   */
  private static final class UpcomingIssues {
    private final Map<IssueId, ReadySet.State> known = new HashMap<>();
    private final ReadySet<Integer> sums = new ReadySet<>();

    /**
     * Sets the current state of {@code issue}; an issue that is DONE here has landed, is being
     * worked, or can start.
     */
    void put(IssueId issue, ReadySet.State state, Set<IssueId> blockers) {
      ReadySet.State before = known.put(issue, state);
      if (before == null) {
        sums.put(issue, 0, state, blockers);
      } else if (before != state) {
        sums.set(issue, state);
      }
    }

    /** Tells whether {@code issue} is done or may still become done. */
    boolean test(IssueId issue) {
      return sums.isDone(issue);
    }
  }
}
