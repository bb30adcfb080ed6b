package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.issue.IssueId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How long each phase of each issue has taken in one run, over all its attempts; the journal keeps
 * the same, attempt by attempt.
 *
 * <p>Safe for use by any number of threads, and nothing added is lost; proven by {@code
 * RecordingRaces}.
 */
public final class Timings {
  private final ConcurrentMap<IssueId, ConcurrentMap<String, Long>> millis =
      new ConcurrentHashMap<>();

  /** No time has passed yet. */
  public Timings() {}

  /** Adds what a phase of {@code issue} took; a negative duration, of a clock set back, is none. */
  public void add(IssueId issue, String phase, Duration took) {
    millis
        .computeIfAbsent(issue, same -> new ConcurrentHashMap<>())
        .merge(phase, Math.max(0, took.toMillis()), Long::sum);
  }

  /** Milliseconds by phase of {@code issue}, as of now. */
  public Map<String, Long> of(IssueId issue) {
    return new TreeMap<>(millis.getOrDefault(issue, new ConcurrentHashMap<>()));
  }

  /** Milliseconds by phase over all issues, as of now. */
  public Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    for (Map<String, Long> each : millis.values()) {
      each.forEach((phase, took) -> totals.merge(phase, took, Long::sum));
    }
    return totals;
  }
}
