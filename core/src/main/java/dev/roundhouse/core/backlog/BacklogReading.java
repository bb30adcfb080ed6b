package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.List;
import java.util.Optional;

/**
 * A backlog at one moment. Immutable.
 *
 * @param issues every issue, by id, each id once
 * @param findings the problems, by path and line
 */
public record BacklogReading(List<Issue> issues, List<Finding> findings) {
  /** Copies the lists. */
  public BacklogReading {
    issues = List.copyOf(issues);
    findings = List.copyOf(findings);
  }

  /** Returns the issue with that id. */
  public Optional<Issue> find(IssueId id) {
    return issues.stream().filter(issue -> issue.id().equals(id)).findFirst();
  }
}
