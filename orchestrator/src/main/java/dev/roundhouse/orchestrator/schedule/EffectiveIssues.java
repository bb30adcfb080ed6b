package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The issues as people want them now: those of the backlog with what was edited since, and those
 * submitted without a file, of which one that has got a file meanwhile is that file's. Stateless.
 */
public final class EffectiveIssues {
  private EffectiveIssues() {}

  /** What {@code backlog} comes to with {@code view}, by id. */
  public static Map<IssueId, Issue> byId(Collection<Issue> backlog, LedgerView view) {
    Map<IssueId, Issue> issues = new TreeMap<>();
    view.enrolled().forEach(issue -> issues.put(issue.id(), issue));
    backlog.forEach(issue -> issues.put(issue.id(), wanted(issue, view)));
    return issues;
  }

  /** {@code backlog} as it is, by id. */
  public static Map<IssueId, Issue> filed(Collection<Issue> backlog) {
    Map<IssueId, Issue> issues = new TreeMap<>();
    backlog.forEach(issue -> issues.put(issue.id(), issue));
    return issues;
  }

  /** {@code issue} of the backlog as it is wanted. */
  public static Issue wanted(Issue issue, LedgerView view) {
    return view.issue(issue.id()).map(known -> known.wanted(issue)).orElse(issue);
  }
}
