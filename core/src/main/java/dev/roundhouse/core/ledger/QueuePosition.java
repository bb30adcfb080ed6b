package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The place of an issue among those that wait: by priority, then by the length of the chain of
 * issues that wait for it, then by age, then by id. The first is the smallest; the time since it
 * became ready is for others to weigh. Immutable.
 *
 * @param priority its urgency
 * @param chain the seconds that it and the chain of issues after it take; 0 or more
 * @param since the time its age counts from; {@link Instant#MAX} if unknown
 * @param tie the id that decides between equals
 * @param ready the time it became ready, or null if unknown
 */
public record QueuePosition(
    Priority priority,
    long chain,
    Instant since,
    IssueId tie,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant ready)
    implements Comparable<QueuePosition> {
  private static final Comparator<QueuePosition> ORDER =
      Comparator.comparing(QueuePosition::priority)
          .thenComparing(QueuePosition::chain, Comparator.reverseOrder())
          .thenComparing(QueuePosition::since)
          .thenComparing(QueuePosition::tie);

  /** Creates a place without a known time of becoming ready. */
  public QueuePosition(Priority priority, long chain, Instant since, IssueId tie) {
    this(priority, chain, since, tie, null);
  }

  @Override
  public int compareTo(QueuePosition other) {
    return ORDER.compare(this, other);
  }
}
