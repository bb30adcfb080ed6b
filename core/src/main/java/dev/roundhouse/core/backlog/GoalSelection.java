package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The issues of one backlog that a goal selects, and their order. Immutable.
 *
 * @param issues the selected issues
 * @param after the issues that must be done before each, in addition to the backlog's own
 *     dependencies
 * @param rather the issues that should come before each, in addition to the backlog's own
 *     dependencies
 * @param optional the issues that may fail
 */
public record GoalSelection(
    Set<IssueId> issues,
    Map<IssueId, Set<IssueId>> after,
    Map<IssueId, Set<IssueId>> rather,
    Set<IssueId> optional) {
  /** Copies the collections. */
  public GoalSelection {
    issues = Set.copyOf(issues);
    after = Map.copyOf(after);
    rather = Map.copyOf(rather);
    optional = Set.copyOf(optional);
  }

  /** Returns {@code backlog} with the order of the goal added to its own. */
  public List<Issue> over(Collection<Issue> backlog) {
    return backlog.stream().map(this::over).toList();
  }

  private Issue over(Issue issue) {
    Set<IssueId> hard = after.getOrDefault(issue.id(), Set.of());
    Set<IssueId> soft = rather.getOrDefault(issue.id(), Set.of());
    if (hard.isEmpty() && soft.isEmpty()) {
      return issue;
    }
    return issue.toBuilder()
        .blockedBy(both(issue.blockedBy(), hard))
        .dependsOn(both(issue.dependsOn(), soft))
        .build();
  }

  private static Set<IssueId> both(Set<IssueId> some, Set<IssueId> more) {
    Set<IssueId> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }
}
