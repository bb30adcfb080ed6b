package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.QueuePlace;
import java.util.Comparator;

/**
 * Where an issue stands among those that are ready. First is smallest; it does not change as time
 * goes by. Immutable.
 *
 * @param place its place by itself, or the one it was given
 * @param interval in which interval of the run it became ready, from 0
 */
public record Rank(QueuePlace place, long interval) implements Comparable<Rank> {
  private static final Comparator<Rank> ORDER =
      Comparator.comparing(Rank::isUrgent)
          .reversed()
          .thenComparing(Rank::level)
          .thenComparing(rank -> rank.place().chain(), Comparator.reverseOrder())
          .thenComparing(rank -> rank.place().since())
          .thenComparing(rank -> rank.place().tie());

  /** Whether nothing that is not of P0 goes before it. */
  public boolean isUrgent() {
    return place.priority().equals(new Priority(0));
  }

  /** Its priority's level, and one more for every interval it became ready later than others. */
  public long level() {
    return place.priority().level() + interval;
  }

  @Override
  public int compareTo(Rank other) {
    return ORDER.compare(this, other);
  }
}
