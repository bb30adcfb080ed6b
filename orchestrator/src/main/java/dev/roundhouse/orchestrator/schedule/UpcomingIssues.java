package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.graph.ReadySet;
import dev.roundhouse.core.graph.ReadySet.State;
import dev.roundhouse.core.issue.IssueId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The issues that are under way, can start, or can start once others that may come have landed;
 * kept up to date change by change. For one thread.
 */
final class UpcomingIssues {
  private final Map<IssueId, State> known = new HashMap<>();
  private final ReadySet<Integer> sums = new ReadySet<>();

  /**
   * Sets the current state of {@code issue}; an issue that is DONE here has landed, is being
   * worked, or can start.
   */
  void put(IssueId issue, State state, Set<IssueId> blockers) {
    State before = known.put(issue, state);
    if (before == null) {
      sums.put(issue, 0, state, blockers);
    } else if (before != state) {
      sums.set(issue, state);
    }
  }

  /** Tells whether {@code issue} is done or may still become done. */
  boolean test(IssueId issue) {
    return sums.isDone(issue);
  }
}
