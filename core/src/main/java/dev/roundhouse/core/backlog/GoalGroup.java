package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.List;

/**
 * Some issues of a goal. Immutable.
 *
 * @param name what people call it
 * @param sequential whether they are worked one after the other
 * @param optional whether they may fail
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
