package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Combines the issues of the backlog, with the edits people have requested, and the issues
 * submitted without a file; for a submitted issue that has a file by now, the file counts.
 * Stateless.
 */
public final class EffectiveIssues {
  private EffectiveIssues() {}

  /** Returns the effective issues of {@code backlog} and {@code view}, by id. */
  public static Map<IssueId, Issue> byId(Collection<Issue> backlog, LedgerView view) {
    Map<IssueId, Issue> issues = new TreeMap<>();
    view.enrolled().forEach(issue -> issues.put(issue.id(), issue));
    backlog.forEach(issue -> issues.put(issue.id(), wanted(issue, view)));
    return issues;
  }

  /** Returns {@code backlog} unchanged, by id. */
  public static Map<IssueId, Issue> filed(Collection<Issue> backlog) {
    Map<IssueId, Issue> issues = new TreeMap<>();
    backlog.forEach(issue -> issues.put(issue.id(), issue));
    return issues;
  }

  /** Returns {@code issue} of the backlog with the edits people have requested. */
  public static Issue wanted(Issue issue, LedgerView view) {
    return view.issue(issue.id()).map(known -> known.wanted(issue)).orElse(issue);
  }
}
