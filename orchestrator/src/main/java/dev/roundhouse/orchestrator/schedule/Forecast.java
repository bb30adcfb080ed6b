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
 * How a run would go if every attempt succeeded and took as long as is estimated: which worker has
 * which issue when, how long all takes, and what that hangs on. A worker is taken until its issue
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

  /** What {@code workforce} would make of {@code plan} from now on. */
  public static Forecast of(Plan plan, Order order, PlanningInputs workforce) {
    return of(plan, order, workforce, Map.of());
  }

  /** The same, with what is known of the files that issues change. */
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

  /** What it waits for, what that waits for, and so on, as far as something else is in the way. */
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

  /** Every issue that is worked, in the order they start. */
  public List<Slot> slots() {
    return slots;
  }

  /** The selected issues that are not done and would not be worked, by id. */
  public List<Unplanned> unplanned() {
    return unplanned;
  }

  /** The longest chain of issues that follow each other; no workforce is quicker than it. */
  public List<IssueId> criticalPath() {
    return criticalPath;
  }

  /** Who waits for whom because both change the same files, or would change them at once. */
  public List<KeptApart> keptApart() {
    return keptApart;
  }

  /** How long the critical path takes. */
  public Duration criticalTime() {
    return slots.stream()
        .filter(each -> criticalPath.contains(each.issue().id()))
        .map(Slot::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** How long all takes. */
  public Duration makespan() {
    return slots.stream().map(Slot::end).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** How long all would take one worker. */
  public Duration total() {
    return slots.stream().map(Slot::took).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * A worker with an issue.
   *
   * @param standing the issue, and where it stands now
   * @param worker from 1
   * @param start from now
   * @param end from now
   * @param estimate how long it takes, and why
   * @param rank where it stands among those that are ready
   * @param why what it starts after, for people
   */
  public record Slot(
      IssueStanding standing,
      int worker,
      Duration start,
      Duration end,
      Estimates.Estimate estimate,
      Rank rank,
      String why) {
    /** The issue. */
    public Issue issue() {
      return standing.issue();
    }

    /** How long the worker has it. */
    public Duration took() {
      return end.minus(start);
    }

    private long seconds() {
      return took().toSeconds();
    }
  }

  /**
   * An issue nobody would work.
   *
   * @param standing the issue, and where it stands
   * @param chain what it waits for, what that waits for, and so on; empty if it waits for nothing
   */
  public record Unplanned(IssueStanding standing, List<IssueId> chain) {}

  /**
   * Two issues that change the same files.
   *
   * @param issue the one that starts later
   * @param collision with whom, and in which files
   * @param deferred whether it waits for the other
   */
  public record KeptApart(IssueId issue, Collision collision, boolean deferred) {}
}
