package dev.roundhouse.core.backlog;

import dev.roundhouse.core.graph.Epics;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.text.NearestWord;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the issues that a goal names, by id or bare number, and the children of epics. */
final class IssueNames {
  private final Collection<Issue> backlog;
  private final Epics epics;

  IssueNames(Collection<Issue> backlog) {
    this.backlog = backlog;
    this.epics = Epics.of(backlog);
  }

  /** Returns the named issues and then the leaves of the named epics, in that order. */
  Set<IssueId> call(List<GoalText.Name> issues, List<GoalText.Name> parents) throws GoalException {
    Set<IssueId> called = new LinkedHashSet<>();
    for (GoalText.Name each : issues) {
      called.addAll(find(each));
    }
    for (GoalText.Name each : parents) {
      for (IssueId parent : find(each)) {
        Set<IssueId> leaves = epics.leaves(parent);
        if (leaves.isEmpty()) {
          throw new GoalException(
              each.where() + parent + " has no children in the backlog",
              "an issue is a child of the one it names as its 'parent'");
        }
        leaves.stream().sorted().forEach(called::add);
      }
    }
    return called;
  }

  private List<IssueId> find(GoalText.Name name) throws GoalException {
    List<IssueId> found =
        backlog.stream()
            .filter(issue -> Selection.names(name.text(), issue))
            .map(Issue::id)
            .sorted()
            .toList();
    if (found.isEmpty()) {
      List<String> ids = backlog.stream().map(each -> each.id().value()).toList();
      throw new GoalException(
          name.where() + "no issue has the id " + name.text(),
          NearestWord.question(name.text(), ids) + "see 'roundhouse list --all' for the ids");
    }
    return found;
  }
}
