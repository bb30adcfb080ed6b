package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.QueuePosition;
import dev.roundhouse.core.ledger.RequestedChanges;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rule that orders the issues that are ready. The smaller one goes first, compared by:
 *
 * <ol>
 *   <li>urgency: issues of P0 go before all others;
 *   <li>level: the level of the priority, plus one for each <em>interval</em> of the run that had
 *       begun when the issue became ready. A run is cut into intervals as long as {@link
 *       OrderOptions#ageing}; so an issue that has waited one interval longer than another counts
 *       as one level more urgent, and only P0 can make an issue wait without limit;
 *   <li>critical path: the longer the issue and the chain of issues that depend on it take by
 *       {@link Estimates}, the sooner it starts;
 *   <li>age: the earlier the issue was filed, the sooner; an issue without a date goes last;
 *   <li>id.
 * </ol>
 *
 * <p>An issue that was given another's place by a swap has that one's priority, path, age and
 * interval. An issue is ready from the latest of: the beginning of the run, its own submission, the
 * end of its last attempt, the end of its back-off, the landing of each of its hard blockers.
 *
 * <p>Immutable and pure: two issues' order depends on what happened to them, never on the clock.
 */
public final class Order {
  private final OrderOptions options;
  private final Estimates estimates;

  /** Creates the order by {@code options}, with {@code estimates} of the time issues take. */
  public Order(OrderOptions options, Estimates estimates) {
    this.options = options;
    this.estimates = estimates;
  }

  /** Returns the estimates of the time issues take. */
  public Estimates estimates() {
    return estimates;
  }

  boolean p0Alone() {
    return options.p0Alone();
  }

  /** Returns the time the active run started; empty if there is none, and then nothing has aged. */
  static Optional<Instant> begun(LedgerView view) {
    return view.runs().stream()
        .filter(each -> each.endedAt() == null)
        .map(RunRecord::startedAt)
        .max(Instant::compareTo);
  }

  /** Returns the place of {@code issue} without swaps. */
  QueuePosition own(Issue issue, long chain, LedgerView view) {
    return new QueuePosition(
        issue.priority(),
        chain,
        issue.createdAt().orElse(Instant.MAX),
        issue.id(),
        begun(view).map(begun -> readyAt(issue, begun, view)).orElse(null));
  }

  /** Returns the rank of {@code issue}; {@code begun} is the time the run started. */
  Rank rank(Issue issue, long chain, LedgerView view, Optional<Instant> begun) {
    QueuePosition given =
        view.issue(issue.id()).map(IssueRecord::wishes).map(RequestedChanges::place).orElse(null);
    Instant filed = issue.createdAt().orElse(Instant.MAX);
    QueuePosition place =
        given == null ? new QueuePosition(issue.priority(), chain, filed, issue.id()) : given;
    if (begun.isEmpty()) {
      return new Rank(place, 0);
    }
    Instant ready = place.ready() == null ? readyAt(issue, begun.get(), view) : place.ready();
    return rank(place, begun.get(), ready);
  }

  /** Returns the rank of an issue at {@code place} that became ready at {@code ready}. */
  Rank rank(QueuePosition place, Instant begun, Instant ready) {
    Duration waited = Duration.between(begun, ready);
    return new Rank(place, Math.max(0, waited.dividedBy(options.ageing())));
  }

  private static Instant readyAt(Issue issue, Instant begun, LedgerView view) {
    Stream<Instant> own = view.issue(issue.id()).stream().flatMap(Order::free);
    Stream<Instant> blockers =
        issue.blockedBy().stream().flatMap(each -> landed(each, view).stream());
    return Stream.concat(own, blockers)
        .filter(begun::isBefore)
        .max(Instant::compareTo)
        .orElse(begun);
  }

  private static Stream<Instant> free(IssueRecord record) {
    List<AttemptSummary> history = record.history();
    Instant ended = history.isEmpty() ? null : history.get(history.size() - 1).endedAt();
    Instant submitted = record.enrolment() == null ? null : record.createdAt();
    return Stream.of(
            Optional.ofNullable(ended),
            Optional.ofNullable(submitted),
            Optional.ofNullable(record.notBefore()))
        .flatMap(Optional::stream);
  }

  private static Optional<Instant> landed(IssueId blocker, LedgerView view) {
    return view.issue(blocker)
        .filter(
            each ->
                each.status() == LifecycleStatus.LANDED || each.status() == LifecycleStatus.CLOSED)
        .map(IssueRecord::finishedAt);
  }

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
}
