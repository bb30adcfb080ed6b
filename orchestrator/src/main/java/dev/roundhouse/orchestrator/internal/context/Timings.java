package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.issue.IssueId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The time each phase of each issue has taken in one run, over all its attempts; the journal keeps
 * the same, attempt by attempt.
 *
 * <p>Safe for use by any number of threads, and nothing added is lost; proven by {@code
 * RecordingRaces}.
 */
public final class Timings {
  private final ConcurrentMap<IssueId, ConcurrentMap<String, Long>> millis =
      new ConcurrentHashMap<>();

  /** Creates timings of zero. */
  public Timings() {}

  /**
   * Adds the time a phase of {@code issue} took; a negative duration, from a clock set back, counts
   * as zero.
   */
  public void add(IssueId issue, String phase, Duration took) {
    millis
        .computeIfAbsent(issue, same -> new ConcurrentHashMap<>())
        .merge(phase, Math.max(0, took.toMillis()), Long::sum);
  }

  /** Returns the milliseconds by phase of {@code issue} so far. */
  public Map<String, Long> of(IssueId issue) {
    return new TreeMap<>(millis.getOrDefault(issue, new ConcurrentHashMap<>()));
  }

  /** Returns the milliseconds by phase over all issues so far. */
  public Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    for (Map<String, Long> each : millis.values()) {
      each.forEach((phase, took) -> totals.merge(phase, took, Long::sum));
    }
    return totals;
  }
}
