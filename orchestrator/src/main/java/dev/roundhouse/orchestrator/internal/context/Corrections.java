package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Correction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The corrections that attempts have made in their issues in one run; the journal keeps the same.
 *
 * <p>Safe for use by any number of threads, and nothing recorded is lost; proven by {@code
 * RecordingRaces}.
 */
public final class Corrections {
  private final ConcurrentMap<IssueId, List<Correction>> made = new ConcurrentHashMap<>();

  /** Creates an empty collection. */
  public Corrections() {}

  /** Records a correction that {@link Correction#attempt} made in {@code issue}. */
  public void record(IssueId issue, Correction correction) {
    made.merge(issue, List.of(correction), Corrections::joined);
  }

  private static List<Correction> joined(List<Correction> before, List<Correction> more) {
    List<Correction> all = new ArrayList<>(before);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** Returns the corrections {@code attempt} has made in {@code issue} so far, first to last. */
  public List<Correction> of(IssueId issue, AttemptId attempt) {
    return made.getOrDefault(issue, List.of()).stream()
        .filter(each -> each.attempt().equals(attempt))
        .toList();
  }

  /** Returns the number of corrections of each category so far. */
  public Map<String, Integer> byCategory() {
    Map<String, Integer> counts = new TreeMap<>();
    for (List<Correction> each : made.values()) {
      each.forEach(correction -> counts.merge(correction.category(), 1, Integer::sum));
    }
    return counts;
  }
}
