package dev.roundhouse.orchestrator.schedule;

import static dev.roundhouse.orchestrator.schedule.ScheduleOracle.require;

import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.IssueId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of one random life: who declares what, who changes something else after all, and what
 * must hold of who is kept apart; said without the guard's own means.
 */
final class OverlapHistory {
  private static final List<PathPattern> PATHS =
      Stream.of("a", "b", "c/d", "c/e", "c/", "*.x", "y.x")
          .map(each -> PathPattern.parse(each).orElseThrow())
          .toList();

  private final Random random;
  private final boolean defers;
  private final int busy;
  private final Map<IssueId, Footprint> declared = new HashMap<>();
  private final Map<IssueId, Footprint> underWay = new HashMap<>();
  private final Map<IssueId, Integer> overtaken = new HashMap<>();
  private final Set<IssueId> passedOver = new HashSet<>();
  private OverlapGuard guard = new OverlapGuard();

  OverlapHistory(Random random) {
    this.random = random;
    this.defers = random.nextInt(3) > 0;
    this.busy = 2 + random.nextInt(4);
  }

  /** A process starts, and knows nothing. */
  void begin() {
    guard = new OverlapGuard();
    underWay.clear();
    overtaken.clear();
    passedOver.clear();
  }

  private Footprint declared(IssueId id) {
    return declared.computeIfAbsent(
        id,
        key -> {
          Set<PathPattern> some = new TreeSet<>();
          for (int i = random.nextInt(busy); i > 0; i--) {
            some.add(ScheduleHistory.any(random, PATHS));
          }
          return Footprint.of(some);
        });
  }

  void look() {
    guard.look();
    passedOver.clear();
  }

  boolean defers(IssueId id) {
    if (!defers) {
      return false;
    }
    Optional<Collision> obstacle = guard.obstacle(id, declared(id));
    if (obstacle.isPresent()) {
      IssueId with = obstacle.get().with();
      boolean behind = passedOver.contains(with) && collide(declared(id), declared(with));
      require(
          behind || (underWay.containsKey(with) && collide(declared(id), underWay.get(with))),
          id + " is kept apart from " + with + " for nothing");
      passedOver.add(id);
    } else {
      underWay.forEach(
          (other, held) ->
              require(!collide(declared(id), held), id + " may start beside " + other));
    }
    return obstacle.isPresent();
  }

  private static boolean collide(Footprint one, Footprint other) {
    return one.paths().stream().anyMatch(each -> other.paths().stream().anyMatch(each::meets));
  }

  void start(IssueId id) {
    overtaken.remove(id);
    for (IssueId each : passedOver) {
      if (collide(declared(each), declared(id))) {
        int times = overtaken.merge(each, 1, Integer::sum);
        require(
            times <= OverlapGuard.PATIENCE, each + " was overtaken " + times + " times, by " + id);
      }
    }
    guard.start(id, declared(id));
    underWay.put(id, declared(id));
  }

  /** An agent changes something it has not declared. */
  void change(IssueId id) {
    if (random.nextInt(8) == 0) {
      Footprint more =
          underWay
              .getOrDefault(id, Footprint.NONE)
              .and(Footprint.of(Set.of(ScheduleHistory.any(random, PATHS))));
      underWay.put(id, more);
      guard.hold(id, more);
    }
  }

  /** It waits to land, with less than it declared. */
  void waits(IssueId id) {
    Footprint all = declared(id);
    Footprint changed =
        random.nextBoolean() ? all : Footprint.of(all.paths().stream().limit(1).toList());
    underWay.put(id, changed);
    guard.hold(id, changed);
  }

  void over(IssueId id) {
    underWay.remove(id);
    guard.release(id);
  }
}
