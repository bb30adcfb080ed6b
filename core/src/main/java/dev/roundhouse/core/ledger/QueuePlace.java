package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where an issue stands among those that wait: by priority, then by how long those take that wait
 * for it in a row, then by age, then by id. First is smallest; how long it has been ready is for
 * others to weigh. Immutable.
 *
 * @param priority how urgent
 * @param chain how many seconds it and what follows from it take, one after the other; 0 or more
 * @param since how old; {@link Instant#MAX} for unknown
 * @param tie decides between equals
 * @param ready when it became ready, or null for not known
 */
public record QueuePlace(
    Priority priority,
    long chain,
    Instant since,
    IssueId tie,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant ready)
    implements Comparable<QueuePlace> {
  private static final Comparator<QueuePlace> ORDER =
      Comparator.comparing(QueuePlace::priority)
          .thenComparing(QueuePlace::chain, Comparator.reverseOrder())
          .thenComparing(QueuePlace::since)
          .thenComparing(QueuePlace::tie);

  /** One of which is not known when it became ready. */
  public QueuePlace(Priority priority, long chain, Instant since, IssueId tie) {
    this(priority, chain, since, tie, null);
  }

  @Override
  public int compareTo(QueuePlace other) {
    return ORDER.compare(this, other);
  }
}
