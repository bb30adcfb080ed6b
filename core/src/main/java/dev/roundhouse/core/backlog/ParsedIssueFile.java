package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one file gave. Immutable.
 *
 * @param issue the issue, if there is one
 * @param blocks what the issue says it blocks, with lines
 * @param blockedByLines the lines on which it names its blockers
 * @param findings what is wrong
 */
record ParsedIssueFile(
    Optional<Issue> issue,
    Map<IssueId, Integer> blocks,
    Map<IssueId, Integer> blockedByLines,
    List<Finding> findings) {
  static ParsedIssueFile broken(Finding finding) {
    return new ParsedIssueFile(Optional.empty(), Map.of(), Map.of(), List.of(finding));
  }
}
