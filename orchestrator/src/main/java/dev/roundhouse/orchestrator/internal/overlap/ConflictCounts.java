package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.issue.IssueId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts for each issue the known conflicts with others under way. Safe for use by any number of
 * threads: the counts are replaced as a whole.
 */
final class ConflictCounts {
  private volatile Map<IssueId, Integer> counts = Map.of();

  /** Two issues that conflict. */
  record Two(IssueId one, IssueId other) {}

  /** Replaces all known conflicts by these. */
  void are(Collection<Two> conflicts) {
    Map<IssueId, Integer> now = new HashMap<>();
    for (Two each : conflicts) {
      now.merge(each.one, 1, Integer::sum);
      now.merge(each.other, 1, Integer::sum);
    }
    counts = Map.copyOf(now);
  }

  /** Returns the number of issues {@code issue} conflicts with. */
  int of(IssueId issue) {
    return counts.getOrDefault(issue, 0);
  }
}
