package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold at every moment of a run, said without the scheduler's own means. */
final class ScheduleOracle {
  private static final Priority FIRST = new Priority(0);

  private final Scheduler scheduler;
  private final OrderOptions options;
  private final Limits limits;
  private final int workers;

  ScheduleOracle(Scheduler scheduler, OrderOptions options, Limits limits, int workers) {
    this.scheduler = scheduler;
    this.options = options;
    this.limits = limits;
    this.workers = workers;
  }

  /** Between two steps: the two ways to ask agree, and no more is worked than may be. */
  void look(LedgerView view, ReadyQueue queue, Set<IssueId> working) {
    Plan plan = scheduler.plan(view);
    List<IssueId> kept = new ArrayList<>();
    queue.next(view).forEach(each -> kept.add(each.issue().id()));
    List<IssueId> afresh = plan.next().stream().map(each -> each.issue().id()).toList();
    require(kept.equals(afresh), "kept change by change: " + kept + "; afresh: " + afresh);
    require(working.size() <= workers, working.size() + " are worked by " + workers + " workers");
    for (IssueId each : working) {
      LifecycleStatus status = view.issue(each).map(IssueRecord::status).orElseThrow();
      require(status == LifecycleStatus.WORKING, each + " is worked and " + status);
    }
  }

  /** Just before an issue starts. */
  void lookAtStart(IssueStanding next, LedgerView view, Set<IssueId> working) {
    Issue issue = next.issue();
    Plan plan = scheduler.plan(view);
    require(next.selected(), issue.id() + " is not selected");
    require(!working.contains(issue.id()), issue.id() + " is worked twice");
    require(issue.status().isWorkable(), issue.id() + "'s file says " + issue.status());
    require(parts(issue.id(), plan).isEmpty(), issue.id() + " is an epic, and worked");
    for (IssueId blocker : issue.blockedBy()) {
      require(isDone(blocker, plan, view), issue.id() + " starts before " + blocker + " is done");
    }
    view.issue(issue.id())
        .ifPresent(each -> require(each.isFree(), issue.id() + " is " + each.status()));
    if (options.p0Alone() && !issue.priority().equals(FIRST)) {
      for (IssueId each : working) {
        IssueStanding beside = plan.find(each).orElseThrow();
        require(!beside.issue().priority().equals(FIRST), issue.id() + " starts beside " + each);
      }
    }
    require(
        limits.admit(
            ScheduleHistory.as(issue),
            working.stream()
                .map(each -> plan.find(each).orElseThrow().issue())
                .map(ScheduleHistory::as)
                .toList()),
        issue.id() + " is one too many of its kind");
  }

  private static boolean isDone(IssueId blocker, Plan plan, LedgerView view) {
    LifecycleStatus status =
        view.issue(blocker).map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
    boolean landed = status == LifecycleStatus.LANDED || status == LifecycleStatus.CLOSED;
    Optional<IssueStanding> found = plan.find(blocker);
    return found
        .filter(each -> landed || (each.issue().status() == IssueStatus.DONE && !status.isActive()))
        .or(() -> found.filter(each -> isDoneEpic(each.issue(), plan, view)))
        .isPresent();
  }

  /** An open epic is done when all that it is made of, and all that blocks it, is. */
  private static boolean isDoneEpic(Issue epic, Plan plan, LedgerView view) {
    List<IssueId> parts = parts(epic.id(), plan);
    return !parts.isEmpty()
        && epic.status().isWorkable()
        && view.issue(epic.id()).map(IssueRecord::isFree).orElse(true)
        && Stream.concat(parts.stream(), epic.blockedBy().stream())
            .allMatch(each -> isDone(each, plan, view));
  }

  private static List<IssueId> parts(IssueId epic, Plan plan) {
    boolean isEpic =
        plan.find(epic).filter(each -> each.issue().type().name().equals("EPIC")).isPresent();
    return plan.standings().stream()
        .filter(each -> isEpic && each.issue().parent().filter(epic::equals).isPresent())
        .map(each -> each.issue().id())
        .toList();
  }

  /** Nothing is left that could start, and each issue has ended or says why it has not. */
  void lookAtTheEnd(LedgerView view, Set<IssueId> working) {
    Plan plan = scheduler.plan(view);
    require(working.isEmpty() && plan.next().isEmpty(), "something could still start");
    for (IssueStanding each : plan.standings()) {
      IssueId id = each.issue().id();
      boolean idle = each.readiness() != Readiness.READY && each.readiness() != Readiness.AFTER;
      require(idle || !each.selected(), id + " was left " + each.readiness());
      require(each.readiness() != Readiness.ACTIVE, id + " is under way and nobody works it");
      require(
          each.readiness() != Readiness.BLOCKED || !each.waitsFor().isEmpty(),
          id + " is blocked by nothing");
      require(
          each.readiness() == Readiness.SETTLED
              || !each.reason().isEmpty()
              || !each.selected()
              || each.status().equals("no-change"),
          id + " does not say why it is " + each.status());
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
