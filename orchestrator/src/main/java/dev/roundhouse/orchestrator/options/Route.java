package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.util.Locale;
import java.util.Optional;

/**
 * A route from issues to an agent: it matches issues that have everything named here. Immutable.
 *
 * @param agent the agent's name or command line
 * @param type the issue's type, or any
 * @param label a label it has, or any
 * @param priority its priority, or any
 * @param attempt the first attempt it applies to, 1 for all
 */
public record Route(
    String agent,
    Optional<IssueType> type,
    Optional<String> label,
    Optional<Priority> priority,
    int attempt) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the agent is blank or the attempt below 1
   */
  public Route {
    if (agent.isBlank()) {
      throw new IllegalArgumentException("a route needs an agent");
    }
    if (attempt < 1) {
      throw new IllegalArgumentException("a route's attempt must be 1 or more, not " + attempt);
    }
  }

  /** Tells whether the route applies to attempt {@code number} at {@code issue}. */
  public boolean leads(Issue issue, int number) {
    return number >= attempt
        && type.map(issue.type()::equals).orElse(true)
        && priority.map(issue.priority()::equals).orElse(true)
        && label.map(wanted -> has(issue, wanted)).orElse(true);
  }

  private static boolean has(Issue issue, String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return issue.labels().stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(wanted));
  }
}
