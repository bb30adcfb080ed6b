package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.BacklogReading.Reference;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of parsing one file. Immutable.
 *
 * @param issue the issue, if there is one
 * @param blocks the issues it says it blocks, with lines
 * @param blockedByLines the lines on which it names its blockers
 * @param unread what looks like a field and is not read
 * @param findings the problems found
 */
record ParsedIssueFile(
    Optional<Issue> issue,
    Map<IssueId, Integer> blocks,
    Map<IssueId, Integer> blockedByLines,
    List<UnreadField> unread,
    List<Finding> findings) {
  /** Returns the lines on which the issue at {@code locator} names other issues. */
  Map<Reference, Integer> lines(String locator) {
    Map<Reference, Integer> lines = new HashMap<>();
    blocks.forEach((id, line) -> lines.put(new Reference(locator, id), line));
    blockedByLines.forEach((id, line) -> lines.put(new Reference(locator, id), line));
    return lines;
  }

  /** Returns the result for a file that is not an issue. */
  static ParsedIssueFile broken(Finding finding) {
    return new ParsedIssueFile(Optional.empty(), Map.of(), Map.of(), List.of(), List.of(finding));
  }
}
