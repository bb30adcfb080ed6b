package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.IssueId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private final FootprintIndex held = new FootprintIndex();
  private final FootprintIndex deferred = new FootprintIndex();
  private final FootprintIndex keptFree = new FootprintIndex();
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
      return Optional.of(defer(issue, before.seen(look)));
    }
    Optional<Collision> found = first(held.collisions(issue, wants));
    if (found.isEmpty()) {
      found = first(keptFree.collisions(issue, wants));
    }
    int overtaken = before == null ? 0 : before.overtaken;
    return found.map(
        collision ->
            defer(issue, new Wait(wants, collision, held.of(collision.with()), overtaken, look)));
  }

  private static Optional<Collision> first(List<Collision> collisions) {
    return collisions.stream().findFirst();
  }

  private Collision defer(IssueId issue, Wait wait) {
    Wait before = waits.put(issue, wait);
    if (before == null || !before.wants.equals(wait.wants)) {
      deferred.put(issue, wait.wants);
    }
    keepFree(issue, wait);
    return wait.collision;
  }

  private void keepFree(IssueId issue, Wait wait) {
    if (wait.overtaken >= PATIENCE) {
      keptFree.put(issue, wait.wants);
    }
  }

  /** {@code issue} starts; those it overtakes wait one less time. */
  public void start(IssueId issue, Footprint footprint) {
    waits.remove(issue);
    deferred.remove(issue);
    for (Collision each : deferred.collisions(issue, footprint)) {
      Wait waits = this.waits.computeIfPresent(each.with(), (id, wait) -> wait.overtakenIn(look));
      if (waits != null && waits.look == look) {
        keepFree(each.with(), waits);
      }
    }
    held.put(issue, footprint);
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
    return held.collisions(issue, footprint);
  }

  /** An issue that is deferred. */
  private record Wait(
      Footprint wants,
      Collision collision,
      Optional<Footprint> obstacle,
      int overtaken,
      long look) {
    /** Whether nothing has changed about it. */
    boolean stands(Footprint now, FootprintIndex held) {
      return now.equals(wants)
          && obstacle.isPresent()
          && held.of(collision.with()).filter(obstacle.get()::equals).isPresent();
    }

    Wait seen(long now) {
      return new Wait(wants, collision, obstacle, overtaken, now);
    }

    /** Only who was passed over in this look is overtaken. */
    Wait overtakenIn(long now) {
      return new Wait(wants, collision, obstacle, overtaken + (look == now ? 1 : 0), look);
    }
  }
}
