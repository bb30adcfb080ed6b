package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a goal means in one backlog. Immutable.
 *
 * @param issues the issues that are meant
 * @param after what must be done before each, beside what the backlog says
 * @param rather what should come before each, beside what the backlog says
 * @param optional those of the issues that may fail
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

  /** {@code backlog} with the order that is asked for added to its own. */
  public List<Issue> over(Collection<Issue> backlog) {
    return backlog.stream().map(this::over).toList();
  }

  private Issue over(Issue issue) {
    Set<IssueId> hard = after.getOrDefault(issue.id(), Set.of());
    Set<IssueId> soft = rather.getOrDefault(issue.id(), Set.of());
    if (hard.isEmpty() && soft.isEmpty()) {
      return issue;
    }
    return new Issue(
        issue.id(),
        issue.title(),
        issue.type(),
        issue.priority(),
        issue.status(),
        issue.labels(),
        both(issue.blockedBy(), hard),
        both(issue.dependsOn(), soft),
        issue.parent(),
        issue.createdAt(),
        issue.path(),
        issue.body(),
        issue.effort(),
        issue.touches());
  }

  private static Set<IssueId> both(Set<IssueId> some, Set<IssueId> more) {
    Set<IssueId> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }
}
