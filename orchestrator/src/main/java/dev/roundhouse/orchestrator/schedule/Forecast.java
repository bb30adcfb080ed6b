package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.graph.CriticalPath;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The course of a run in which every attempt succeeds and takes as long as estimated: the schedule
 * of workers and issues, the total time, and what determines it. A worker is busy until its issue
 * has landed. An immutable, pure function of a {@link Plan}, the {@link Order} and the workforce.
 */
public final class Forecast {
  private final List<Slot> slots;
  private final List<Unplanned> unplanned;
  private final List<IssueId> criticalPath;
  private final List<KeptApart> keptApart;

  private Forecast(
      List<Slot> slots,
      List<Unplanned> unplanned,
      List<IssueId> criticalPath,
      List<KeptApart> keptApart) {
    this.keptApart = List.copyOf(keptApart);
    this.slots = List.copyOf(slots);
    this.unplanned = List.copyOf(unplanned);
    this.criticalPath = List.copyOf(criticalPath);
  }

  /** Returns the forecast for {@code workforce} working through {@code plan} from now on. */
  public static Forecast of(Plan plan, Order order, PlanningInputs workforce) {
    return of(plan, order, workforce, Map.of());
  }

  /** Returns the forecast that also considers the files that issues are known to change. */
  public static Forecast of(
      Plan plan, Order order, PlanningInputs workforce, Map<IssueId, Footprint> footprints) {
    SimulatedOverlaps overlaps =
        new SimulatedOverlaps(workforce.options().order().overlap(), footprints);
    List<Slot> slots = new ScheduleSimulation(plan, order, workforce, overlaps).play();
    Map<IssueId, Slot> planned = new HashMap<>();
    slots.forEach(slot -> planned.put(slot.issue().id(), slot));
    List<Unplanned> unplanned = new ArrayList<>();
    for (IssueStanding each : plan.standings()) {
      boolean left = each.selected() && each.readiness() != Readiness.SETTLED;
      if (left && !planned.containsKey(each.issue().id())) {
        unplanned.add(new Unplanned(each, chain(each, plan)));
      }
    }
    return new Forecast(slots, unplanned, criticalPath(planned), overlaps.seen());
  }

  /**
   * Returns the issue that {@code from} waits for, the one that issue waits for, and so on, as long
   * as another one is in the way.
   */
  private static List<IssueId> chain(IssueStanding from, Plan plan) {
    List<IssueId> chain = new ArrayList<>();
    Set<IssueId> seen = new HashSet<>(Set.of(from.issue().id()));
    Optional<IssueStanding> at = Optional.of(from);
    while (at.isPresent() && at.get().readiness() == Readiness.BLOCKED) {
      Collection<IssueId> waitsFor = at.get().waitsFor();
      IssueId next =
          waitsFor.stream()
              .filter(each -> !plan.mayCome(each))
              .findFirst()
              .orElseGet(() -> waitsFor.iterator().next());
      chain.add(next);
      at = seen.add(next) ? plan.find(next) : Optional.empty();
    }
    return chain;
  }

  private static List<IssueId> criticalPath(Map<IssueId, Slot> planned) {
    List<Issue> issues = planned.values().stream().map(Slot::issue).toList();
    DependencyGraph graph = DependencyGraph.of(issues);
    return CriticalPath.of(
            graph, id -> Optional.ofNullable(planned.get(id)).map(Slot::seconds).orElse(0L))
        .longest();
  }

  /** Returns every issue that is worked on, in the order they start. */
  public List<Slot> slots() {
    return slots;
  }

  /** Returns the selected issues that are not done and would not be worked on, by id. */
  public List<Unplanned> unplanned() {
    return unplanned;
  }

  /**
   * Returns the longest chain of issues that follow each other; no workforce is faster than this
   * chain.
   */
  public List<IssueId> criticalPath() {
    return criticalPath;
  }

  /**
   * Returns the pairs of issues of which one waits because both change the same files, or would
   * change them at the same time.
   */
  public List<KeptApart> keptApart() {
    return keptApart;
  }

  /** Returns the time the critical path takes. */
  public Duration criticalTime() {
    return slots.stream()
        .filter(each -> criticalPath.contains(each.issue().id()))
        .map(Slot::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Returns the total time of the run. */
  public Duration makespan() {
    return slots.stream().map(Slot::end).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** Returns the time one worker would need for everything. */
  public Duration total() {
    return slots.stream().map(Slot::took).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * A worker with an issue.
   *
   * @param standing the issue and its current state
   * @param worker the worker's number, from 1
   * @param start the start, counted from now
   * @param end the end, counted from now
   * @param estimate the estimate it is based on
   * @param rank its place among those that are ready
   * @param why the reason for its start time, for people
   */
  public record Slot(
      IssueStanding standing,
      int worker,
      Duration start,
      Duration end,
      Estimates.Estimate estimate,
      Order.Rank rank,
      String why) {
    /** Returns the issue. */
    public Issue issue() {
      return standing.issue();
    }

    /** Returns the time the worker spends on the issue. */
    public Duration took() {
      return end.minus(start);
    }

    private long seconds() {
      return took().toSeconds();
    }
  }

  /**
   * An issue that no worker would work on.
   *
   * @param standing the issue and its current state
   * @param chain the issue it waits for, the one that issue waits for, and so on; empty if it does
   *     not wait
   */
  public record Unplanned(IssueStanding standing, List<IssueId> chain) {}

  /**
   * Two issues that change the same files.
   *
   * @param issue the one that starts later
   * @param collision the other issue and the common files
   * @param deferred true if it waits for the other
   */
  public record KeptApart(IssueId issue, Collision collision, boolean deferred) {}
}
