package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where an issue stands among those that wait: by priority, then by how many wait for it in a row,
 * then by age, then by id. First is smallest. Immutable.
 *
 * @param priority how urgent
 * @param chain how many issues follow from it, one after the other; 0 or more
 * @param since how old; {@link Instant#MAX} for unknown
 * @param tie decides between equals
 */
public record Place(Priority priority, int chain, Instant since, IssueId tie)
    implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::priority)
          .thenComparing(Place::chain, Comparator.reverseOrder())
          .thenComparing(Place::since)
          .thenComparing(Place::tie);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
