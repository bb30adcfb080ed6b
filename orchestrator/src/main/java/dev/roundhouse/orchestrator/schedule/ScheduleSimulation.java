package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.graph.ReadySet;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RequestedChanges;
import dev.roundhouse.orchestrator.options.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** Simulates a run without doing anything, by list scheduling. For one simulation. */
final class ScheduleSimulation {
  private final Plan plan;
  private final Order order;
  private final PlanningInputs workforce;
  private final Instant begun;
  private final ReadySet<Order.Rank> ready = new ReadySet<>();
  private final NavigableSet<Integer> free = new TreeSet<>();
  private final PriorityQueue<Forecast.Slot> running =
      new PriorityQueue<>(
          Comparator.comparing(Forecast.Slot::end).thenComparing(Forecast.Slot::worker));
  private final Map<IssueId, Limits.Working> working = new HashMap<>();
  private final Map<IssueId, Duration> ended = new HashMap<>();
  private final Map<IssueId, IssueId> freedBy = new HashMap<>();
  private final Map<IssueId, Order.Rank> ranks = new HashMap<>();
  private final Map<IssueId, String> held = new HashMap<>();
  private final List<Forecast.Slot> slots = new ArrayList<>();
  private final SimulatedOverlaps overlaps;
  private Duration now = Duration.ZERO;

  ScheduleSimulation(Plan plan, Order order, PlanningInputs workforce, SimulatedOverlaps overlaps) {
    this.overlaps = overlaps;
    this.plan = plan;
    this.order = order;
    this.workforce = workforce;
    this.begun = workforce.begun().orElse(workforce.now());
    for (int i = 1; i <= workforce.options().workers(); i++) {
      free.add(i);
    }
    plan.standings().stream().filter(IssueStanding::selected).forEach(this::enter);
  }

  private void enter(IssueStanding each) {
    IssueId id = each.issue().id();
    if (each.isInterrupted()) {
      enterInterrupted(each);
      return;
    }
    switch (each.readiness()) {
      case ACTIVE -> {
        ready.put(id, plan.rank(id), ReadySet.State.OFF, Set.of());
        begin(each, isFinished(each) ? "it is finished and lands next" : "it is under way");
      }
      case READY, AFTER -> ready.put(id, plan.rank(id), ReadySet.State.WORKABLE, Set.of());
      case BLOCKED -> ready.put(id, plan.rank(id), ReadySet.State.WORKABLE, each.waitsFor());
      case EPIC -> ready.put(id, plan.rank(id), ReadySet.State.EPIC, each.waitsFor());
      default -> ready.put(id, plan.rank(id), ReadySet.State.OFF, Set.of());
    }
  }

  private static boolean isFinished(IssueStanding each) {
    return each.status().equals(LifecycleStatus.CANDIDATE.word());
  }

  /** Enters an issue whose attempt no run works on any more: a run takes it up from the start. */
  private void enterInterrupted(IssueStanding each) {
    IssueId id = each.issue().id();
    boolean again = each.record().map(IssueRecord::wishes).map(RequestedChanges::stop).isEmpty();
    ReadySet.State state = again ? ReadySet.State.WORKABLE : ReadySet.State.OFF;
    ready.put(id, plan.rank(id), state, Set.of());
  }

  List<Forecast.Slot> play() {
    startWhatCan(false);
    while (true) {
      if (running.isEmpty()) {
        startWhatCan(true);
      }
      if (running.isEmpty() && !skipBackoff()) {
        slots.sort(Comparator.comparing(Forecast.Slot::start).thenComparing(Forecast.Slot::worker));
        return slots;
      }
      if (!running.isEmpty()) {
        end(running.remove());
      }
      startWhatCan(false);
    }
  }

  /** Moves the time on to the moment the first issue may start again after a failure. */
  private boolean skipBackoff() {
    Duration first = null;
    for (IssueId each : ready.ready()) {
      Duration backoff = workforce.backoff(standing(each));
      if (backoff.compareTo(now) > 0 && (first == null || backoff.compareTo(first) < 0)) {
        first = backoff;
      }
    }
    now = first == null ? now : first;
    return first != null && !isCut();
  }

  private boolean isCut() {
    int most = workforce.options().selection().maxIssues();
    return most > 0 && slots.size() >= most;
  }

  private void startWhatCan(boolean anything) {
    while (!free.isEmpty()) {
      Optional<IssueStanding> next = first(anything);
      if (next.isEmpty()) {
        return;
      }
      begin(next.get(), why(next.get().issue()));
    }
  }

  private Optional<IssueStanding> first(boolean anything) {
    boolean alone = isAlone(anything);
    overlaps.look();
    for (IssueId each : ready.ready()) {
      if (overlaps.isFar()) {
        return Optional.empty();
      }
      IssueStanding next = standing(each);
      if ((!alone || Scheduler.isUrgent(next)) && mayStart(next, anything) && isApart(id(next))) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private static IssueId id(IssueStanding standing) {
    return standing.issue().id();
  }

  private boolean isApart(IssueId id) {
    Optional<String> why = overlaps.defers(id);
    why.ifPresent(each -> held.put(id, each));
    return why.isEmpty();
  }

  private boolean isAlone(boolean anything) {
    if (!order.p0Alone()) {
      return false;
    }
    boolean atWork = working.keySet().stream().anyMatch(id -> Scheduler.isUrgent(standing(id)));
    if (atWork) {
      return true;
    }
    for (IssueId each : ready.ready()) {
      IssueStanding next = standing(each);
      if (Scheduler.isUrgent(next) && mayStart(next, anything)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayStart(IssueStanding next, boolean anything) {
    IssueId id = next.issue().id();
    if (isCut() || workforce.backoff(next).compareTo(now) > 0) {
      held.put(id, "waits after a failure");
      return false;
    }
    for (IssueId rather : next.issue().dependsOn()) {
      boolean comes = plan.mayCome(rather) && !rather.equals(id) && !ended.containsKey(rather);
      if (comes && !anything) {
        held.put(id, "comes after " + rather);
        return false;
      }
    }
    if (!workforce.options().agents().limits().admit(workforce.as(next), working.values())) {
      held.put(id, "a limit was reached");
      return false;
    }
    return true;
  }

  private String why(Issue issue) {
    String hold = held.get(issue.id());
    if (hold != null) {
      return hold;
    }
    IssueId blocker = freedBy.get(issue.id());
    for (IssueId rather : issue.dependsOn()) {
      if (now.equals(ended.get(rather))) {
        return "comes after " + rather;
      }
    }
    if (now.isZero()) {
      return standing(issue.id()).isInterrupted()
          ? "starts again after an interruption"
          : "ready now";
    }
    return blocker == null ? "waits for a worker" : "after " + blocker;
  }

  private void begin(IssueStanding next, String why) {
    IssueId id = next.issue().id();
    Estimates.Estimate estimate = order.estimates().of(next.issue());
    Duration left = isFinished(next) ? Duration.ZERO : estimate.time().minus(workforce.since(next));
    Duration end = now.plus(left.toSeconds() < 1 ? Duration.ofSeconds(1) : left);
    int worker = free.isEmpty() ? workforce.options().workers() : free.pollFirst();
    Order.Rank rank = ranks.getOrDefault(id, plan.rank(id));
    Forecast.Slot slot = new Forecast.Slot(next, worker, now, end, estimate, rank, why);
    running.add(slot);
    overlaps.start(id);
    slots.add(slot);
    working.put(id, workforce.as(next));
    ready.set(id, ReadySet.State.OFF);
  }

  private void end(Forecast.Slot slot) {
    IssueId id = slot.issue().id();
    now = slot.end();
    free.add(slot.worker());
    working.remove(id);
    overlaps.end(id);
    ended.put(id, now);
    ready.set(id, ReadySet.State.DONE);
    Deque<IssueId> done = new ArrayDeque<>(List.of(id));
    while (!done.isEmpty()) {
      for (IssueId each : plan.graph().dependents(done.remove())) {
        if (ready.isDone(each)) {
          done.add(each); // an epic, with its last child
        } else if (ready.isWorkable(each) && ready.isReady(each)) {
          free(each, id);
        }
      }
    }
  }

  private void free(IssueId id, IssueId by) {
    freedBy.put(id, by);
    Order.Rank rank = order.rank(plan.rank(id).place(), begun, workforce.now().plus(now));
    ranks.put(id, rank);
    ready.put(id, rank, ReadySet.State.WORKABLE, standing(id).waitsFor());
  }

  private IssueStanding standing(IssueId id) {
    return plan.find(id).orElseThrow();
  }
}
