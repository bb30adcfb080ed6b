package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The deferred issues that want the very same files: what stands in the way of one stands in the
 * way of all, so it is looked up once. For one thread.
 */
final class SameFootprint {
  private static final long NEVER = -1;

  private final Footprint wants;
  private final List<IssueId> seen = new ArrayList<>();
  private int members;
  private long look = NEVER;
  private long keptIn = NEVER;
  private long heldVersion = NEVER;
  private Optional<Collision> holder = Optional.empty();

  SameFootprint(Footprint wants) {
    this.wants = wants;
  }

  Footprint wants() {
    return wants;
  }

  void join() {
    members++;
  }

  /** Whether nobody is left. */
  boolean leave() {
    members--;
    return members == 0;
  }

  /** {@code issue} was passed over in that look. */
  void passOver(IssueId issue, long now) {
    seen(now).add(issue);
  }

  /** Who was passed over in that look, in order. */
  List<IssueId> seen(long now) {
    if (look != now) {
      seen.clear();
      look = now;
    }
    return seen;
  }

  /** Whether the files are to be kept free from now on in that look, and were not yet. */
  boolean keepIn(long now) {
    boolean begins = keptIn != now;
    keptIn = now;
    return begins;
  }

  /** Who of {@code held} has of the files, for an issue that has nothing itself. */
  Optional<Collision> holder(FootprintIndex<IssueId> held) {
    if (heldVersion != held.version()) {
      heldVersion = held.version();
      holder = Collision.first(held.holders(wants));
    }
    return holder;
  }
}
