package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.QueuePosition;
import java.util.Comparator;

/**
 * The rank of an issue among those that are ready. The first is the smallest; a rank does not
 * change as time passes. Immutable.
 *
 * @param place its natural place, or the one it was given
 * @param interval the interval of the run in which it became ready, from 0
 */
public record Rank(QueuePosition place, long interval) implements Comparable<Rank> {
  private static final Comparator<Rank> ORDER =
      Comparator.comparing(Rank::isUrgent)
          .reversed()
          .thenComparing(Rank::level)
          .thenComparing(rank -> rank.place().chain(), Comparator.reverseOrder())
          .thenComparing(rank -> rank.place().since())
          .thenComparing(rank -> rank.place().tie());

  /** Tells whether the issue is of P0, so that only others of P0 can go before it. */
  public boolean isUrgent() {
    return place.priority().equals(new Priority(0));
  }

  /**
   * Returns the level of the priority plus the number of the interval in which the issue became
   * ready.
   */
  public long level() {
    return place.priority().level() + interval;
  }

  @Override
  public int compareTo(Rank other) {
    return ORDER.compare(this, other);
  }
}
