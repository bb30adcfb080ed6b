package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.run.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Estimates how long issues take, based on landed issues: the median of those of the same type and
 * effort; else the effort an issue's file names, at the pace of the landed issues; else an hour at
 * that pace, the same for all. The pace is the median over all landed issues of time taken divided
 * by time named, where an hour counts for those that name none.
 *
 * <p>The time a landed issue took is the sum of its last attempt's phases, without waiting to land.
 * An immutable, pure function of a backlog and a ledger at one moment.
 */
public final class Estimates {
  private static final Duration USUAL = Duration.ofHours(1);

  private final Map<Kind, List<Long>> taken = new HashMap<>();
  private final Set<IssueId> over = new HashSet<>();
  private final double pace;

  private Estimates(Collection<Issue> backlog, LedgerView view) {
    Map<IssueId, Issue> issues = EffectiveIssues.byId(backlog, view);
    List<Double> paces = new ArrayList<>();
    for (IssueRecord record : view.issues()) {
      Issue issue = issues.get(record.id());
      if (record.status().isFinished() || record.status() == LifecycleStatus.CANCELLED) {
        over.add(record.id());
      }
      long millis = millis(record);
      if (issue != null && record.status() == LifecycleStatus.LANDED && millis > 0) {
        taken.computeIfAbsent(Kind.of(issue), kind -> new ArrayList<>()).add(millis);
        paces.add((double) millis / issue.effort().orElse(USUAL).toMillis());
      }
    }
    taken.values().forEach(each -> each.sort(null));
    paces.sort(null);
    this.pace = paces.isEmpty() ? 1 : paces.get(paces.size() / 2);
  }

  /** Returns the estimates for the issues of {@code backlog} based on {@code view}. */
  public static Estimates of(Collection<Issue> backlog, LedgerView view) {
    return new Estimates(backlog, view);
  }

  private static long millis(IssueRecord record) {
    return record.timings().entrySet().stream()
        .filter(each -> !each.getKey().equals(Phase.QUEUE.word()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Tells whether any issue has landed that the estimates are based on. */
  public boolean isGrounded() {
    return !taken.isEmpty();
  }

  /** Returns the time an attempt at {@code issue} takes until it has landed; a second or more. */
  public Estimate of(Issue issue) {
    List<Long> same = taken.getOrDefault(Kind.of(issue), List.of());
    if (!same.isEmpty()) {
      Duration median = Duration.ofMillis(same.get(same.size() / 2));
      return new Estimate(atLeastASecond(median), Source.HISTORY, same.size());
    }
    Duration named = issue.effort().orElse(USUAL);
    Duration paced = Duration.ofMillis((long) (named.toMillis() * pace));
    Source source = issue.effort().isPresent() ? Source.EFFORT : Source.USUAL;
    return new Estimate(atLeastASecond(paced), source, 0);
  }

  private static Duration atLeastASecond(Duration time) {
    return time.toSeconds() < 1 ? Duration.ofSeconds(1) : time;
  }

  /**
   * Returns the seconds {@code issue} still takes; 0 if its file or the ledger says that it is
   * over.
   */
  long remaining(Issue issue) {
    boolean settled =
        issue.status() == IssueStatus.DONE
            || issue.status() == IssueStatus.CANCELLED
            || over.contains(issue.id());
    return settled ? 0 : of(issue).time().toSeconds();
  }

  /** The sources of estimates. */
  public enum Source {
    /** Landed issues of its type and effort. */
    HISTORY,
    /** The effort its file names. */
    EFFORT,
    /** No information about the issue; all such estimates are equal. */
    USUAL
  }

  /**
   * The estimate for one issue.
   *
   * @param time the estimated time, a second or more
   * @param source the source of the estimate
   * @param samples the number of landed issues it is the median of, or 0
   */
  public record Estimate(Duration time, Source source, int samples) {}

  /** A kind of issues that take about the same time. */
  private record Kind(IssueType type, Optional<Duration> effort) {
    static Kind of(Issue issue) {
      return new Kind(issue.type(), issue.effort());
    }
  }
}
