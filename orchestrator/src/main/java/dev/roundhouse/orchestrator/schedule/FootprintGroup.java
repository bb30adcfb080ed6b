package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group of deferred issues that want exactly the same files: an obstacle of one is an obstacle of
 * all, so it is looked up once. For one thread.
 */
final class FootprintGroup {
  private static final long NEVER = -1;

  private final Footprint wants;
  private final List<IssueId> seen = new ArrayList<>();
  private int members;
  private long look = NEVER;
  private long keptIn = NEVER;
  private long heldVersion = NEVER;
  private Optional<Collision> holder = Optional.empty();

  FootprintGroup(Footprint wants) {
    this.wants = wants;
  }

  Footprint wants() {
    return wants;
  }

  void join() {
    members++;
  }

  /** Removes one issue from the group, and tells whether none is left. */
  boolean leave() {
    members--;
    return members == 0;
  }

  /** Records that {@code issue} was passed over in the pass {@code now}. */
  void passOver(IssueId issue, long now) {
    seen(now).add(issue);
  }

  /** Returns the issues that were passed over in the pass {@code now}, in order. */
  List<IssueId> seen(long now) {
    if (look != now) {
      seen.clear();
      look = now;
    }
    return seen;
  }

  /**
   * Keeps the files free from now on in the pass {@code now}, and tells whether they were not kept
   * before.
   */
  boolean keepIn(long now) {
    boolean begins = keptIn != now;
    keptIn = now;
    return begins;
  }

  /**
   * Returns the collision with a holder of some of the files, for an issue that holds nothing
   * itself.
   */
  Optional<Collision> holder(FootprintIndex<IssueId> held) {
    if (heldVersion != held.version()) {
      heldVersion = held.version();
      holder = Collision.first(held.holders(wants));
    }
    return holder;
  }
}
