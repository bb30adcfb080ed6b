package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.List;

/**
 * A group of issues in a goal. Immutable.
 *
 * @param name its name
 * @param sequential true if its issues are worked on one after the other
 * @param optional true if its issues may fail
 * @param after the groups that come before it
 * @param issues the issues, in their order if it is sequential
 */
public record GoalGroup(
    String name, boolean sequential, boolean optional, List<String> after, List<IssueId> issues) {
  /** Copies the lists. */
  public GoalGroup {
    after = List.copyOf(after);
    issues = List.copyOf(issues);
  }
}
