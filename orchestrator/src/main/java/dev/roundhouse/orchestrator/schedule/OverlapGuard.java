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
 * Keeps issues apart that change the same files: an issue at work <em>holds</em> the files it
 * changes until they have landed or the issue has been put back, and an issue that would change any
 * of them is deferred meanwhile.
 *
 * <p>No issue waits without limit. Held files are released, because attempts and gates have time
 * limits. An issue that {@link #PATIENCE} later ones have overtaken, each with a file it wants, is
 * not overtaken again: its files are then kept for it, and it starts when their current holders are
 * done. Only issues before it in {@link Order} may still come first.
 *
 * <p>A pure function of the calls made to it: no clock, no file. A deferred issue whose obstacle
 * has not changed costs one look-up. For one thread.
 */
public final class OverlapGuard {
  /**
   * The number of times a deferred issue is overtaken by others that want some of the same files.
   */
  public static final int PATIENCE = 3;

  private final FootprintIndex<IssueId> held = new FootprintIndex<>();
  private final FootprintIndex<FootprintGroup> deferred = new FootprintIndex<>();
  private final FootprintIndex<IssueId> keptFree =
      new FootprintIndex<>(); // one for all with the same footprint
  private final Map<Footprint, FootprintGroup> groups = new HashMap<>();
  private final Map<IssueId, Wait> waits = new HashMap<>();
  private long look;
  private long releases;

  /** Starts a pass over the ready issues, in order. */
  public void look() {
    look++;
    keptFree.clear();
  }

  /**
   * Returns the reason why {@code issue}, the next in order, may not start now; empty if it may, as
   * far as files are concerned.
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
          FootprintGroup group = groups.computeIfAbsent(wants, FootprintGroup::new);
          Wait wait = new Wait(group, collision, held.of(collision.with()), overtaken, look);
          return defer(issue, group, wait);
        });
  }

  private Optional<Collision> holder(IssueId issue, Footprint wants) {
    FootprintGroup group = groups.get(wants);
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

  private Collision defer(IssueId issue, FootprintGroup group, Wait wait) {
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

  private void join(FootprintGroup group) {
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

  /** Records that {@code issue} starts; the issues it overtakes may be overtaken one time less. */
  public void start(IssueId issue, Footprint footprint) {
    leave(waits.remove(issue));
    for (FootprintGroup group : deferred.holders(footprint).keySet()) {
      group.seen(look).forEach(each -> overtake(each, group));
    }
    held.put(issue, footprint);
  }

  /** Counts that {@code issue}, which was passed over in this pass, has been overtaken. */
  private void overtake(IssueId issue, FootprintGroup group) {
    Wait wait = waits.get(issue);
    if (wait != null && wait.group == group) {
      Wait next = wait.overtakenOnce();
      waits.put(issue, next);
      keepFree(issue, next);
    }
  }

  /** Records that {@code issue}, which has started, is known to change {@code footprint}. */
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

  /** Releases the files that {@code issue} held. */
  public void release(IssueId issue) {
    if (held.of(issue).isPresent()) {
      held.remove(issue);
      releases++;
    }
  }

  /** Returns a number that grows whenever a file may have become free. */
  public long releases() {
    return releases;
  }

  /** Returns the files that {@code issue} holds, if it is at work. */
  public Optional<Footprint> held(IssueId issue) {
    return held.of(issue);
  }

  /**
   * Returns the current collisions of {@code issue}, which would change {@code footprint}, by id.
   */
  public List<Collision> collisions(IssueId issue, Footprint footprint) {
    return Collision.all(others(held, issue, footprint));
  }

  /** An issue that is deferred. */
  private record Wait(
      FootprintGroup group,
      Collision collision,
      Optional<Footprint> obstacle,
      int overtaken,
      long look) {
    /** Tells whether nothing has changed about the wait. */
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
