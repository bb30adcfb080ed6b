package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.IssueId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps issues apart that change the same files: whoever is at work <em>holds</em> what it changes
 * until that has landed or been put back, and who would change any of it is deferred meanwhile.
 *
 * <p>Nobody waits for ever. What is held is given back, as attempts and gates have time limits; and
 * whom {@link #PATIENCE} others that go after it have overtaken, each with a file it wants, is
 * overtaken by none any more: what it wants is then kept for it, and it starts when those who hold
 * of it now are done. Only what goes before it in {@link Order} may still come between.
 *
 * <p>A pure function of what it was told: no clock, no file. A deferred issue whose obstacle has
 * not changed costs one look-up. For one thread.
 */
public final class OverlapGuard {
  /** How often a deferred issue is overtaken by others that want of the same files. */
  public static final int PATIENCE = 3;

  private final FootprintIndex<IssueId> held = new FootprintIndex<>();
  private final FootprintIndex<SameFootprint> deferred = new FootprintIndex<>();
  private final FootprintIndex<IssueId> keptFree = new FootprintIndex<>(); // one for all alike
  private final Map<Footprint, SameFootprint> groups = new HashMap<>();
  private final Map<IssueId, Wait> waits = new HashMap<>();
  private long look;
  private long releases;

  /** Begins to look through what is ready, first of all first. */
  public void look() {
    look++;
    keptFree.clear();
  }

  /**
   * Why {@code issue}, the next in order, may not start now; empty if it may, as far as files are
   * concerned.
   */
  public Optional<Collision> obstacle(IssueId issue, Footprint wants) {
    Wait before = waits.get(issue);
    if (before != null && before.stands(wants, held)) {
      return Optional.of(defer(issue, before.group, before.seen(look)));
    }
    Optional<Collision> found = holder(issue, wants);
    if (found.isEmpty()) {
      found = first(keptFree, issue, wants);
    }
    int overtaken = before == null ? 0 : before.overtaken;
    return found.map(
        collision -> {
          SameFootprint group = groups.computeIfAbsent(wants, SameFootprint::new);
          Wait wait = new Wait(group, collision, held.of(collision.with()), overtaken, look);
          return defer(issue, group, wait);
        });
  }

  private Optional<Collision> holder(IssueId issue, Footprint wants) {
    SameFootprint group = groups.get(wants);
    return group == null || held.of(issue).isPresent()
        ? first(held, issue, wants)
        : group.holder(held);
  }

  private static Optional<Collision> first(
      FootprintIndex<IssueId> index, IssueId issue, Footprint wants) {
    return Collision.first(others(index, issue, wants));
  }

  private static Map<IssueId, Set<PathPattern>> others(
      FootprintIndex<IssueId> index, IssueId issue, Footprint wants) {
    Map<IssueId, Set<PathPattern>> holders = new HashMap<>(index.holders(wants));
    holders.remove(issue);
    return holders;
  }

  private Collision defer(IssueId issue, SameFootprint group, Wait wait) {
    Wait before = waits.put(issue, wait);
    if (before == null || before.group != group) {
      join(group);
      leave(before);
      group.passOver(issue, look);
    } else if (before.look != look) {
      group.passOver(issue, look);
    }
    keepFree(issue, wait);
    return wait.collision;
  }

  private void join(SameFootprint group) {
    group.join();
    if (deferred.of(group).isEmpty()) {
      deferred.put(group, group.wants());
    }
  }

  private void leave(@Nullable Wait wait) {
    if (wait != null && wait.group.leave()) {
      deferred.remove(wait.group);
      groups.remove(wait.group.wants());
    }
  }

  private void keepFree(IssueId issue, Wait wait) {
    if (wait.overtaken >= PATIENCE && wait.group.keepIn(look)) {
      keptFree.put(issue, wait.group.wants());
    }
  }

  /** {@code issue} starts; those it overtakes wait one less time. */
  public void start(IssueId issue, Footprint footprint) {
    leave(waits.remove(issue));
    for (SameFootprint group : deferred.holders(footprint).keySet()) {
      group.seen(look).forEach(each -> overtake(each, group));
    }
    held.put(issue, footprint);
  }

  /** Only who was passed over in this look is overtaken. */
  private void overtake(IssueId issue, SameFootprint group) {
    Wait wait = waits.get(issue);
    if (wait != null && wait.group == group) {
      Wait next = wait.overtakenOnce();
      waits.put(issue, next);
      keepFree(issue, next);
    }
  }

  /** {@code issue}, which has started, is known to change {@code footprint}. */
  public void hold(IssueId issue, Footprint footprint) {
    Optional<Footprint> before = held.of(issue);
    if (before.isPresent() && before.get().equals(footprint)) {
      return;
    }
    if (before.isPresent() && !footprint.paths().containsAll(before.get().paths())) {
      releases++;
    }
    held.put(issue, footprint);
  }

  /** What {@code issue} held is free. */
  public void release(IssueId issue) {
    if (held.of(issue).isPresent()) {
      held.remove(issue);
      releases++;
    }
  }

  /** Grows whenever something may have become free. */
  public long releases() {
    return releases;
  }

  /** What {@code issue} holds, if it is at work. */
  public Optional<Footprint> held(IssueId issue) {
    return held.of(issue);
  }

  /** With whom {@code issue}, which would change {@code footprint}, collides now; by id. */
  public List<Collision> collisions(IssueId issue, Footprint footprint) {
    return Collision.all(others(held, issue, footprint));
  }

  /** An issue that is deferred. */
  private record Wait(
      SameFootprint group,
      Collision collision,
      Optional<Footprint> obstacle,
      int overtaken,
      long look) {
    /** Whether nothing has changed about it. */
    boolean stands(Footprint now, FootprintIndex<IssueId> held) {
      return obstacle.isPresent()
          && now.equals(group.wants())
          && held.of(collision.with()).filter(obstacle.get()::equals).isPresent();
    }

    Wait seen(long now) {
      return new Wait(group, collision, obstacle, overtaken, now);
    }

    Wait overtakenOnce() {
      return new Wait(group, collision, obstacle, overtaken + 1, look);
    }
  }
}
