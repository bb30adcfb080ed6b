package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.graph.CriticalPath;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;

/**
 * The structure of a backlog, without anything an edit can change. Immutable.
 *
 * @param ids the ids of the issues
 * @param graph their dependencies
 * @param path the seconds that each issue and the chain after it take
 */
record BacklogShape(Set<IssueId> ids, DependencyGraph graph, CriticalPath path) {
  static BacklogShape of(Collection<Issue> issues, Estimates estimates) {
    TreeMap<IssueId, Issue> byId = new TreeMap<>();
    issues.forEach(issue -> byId.put(issue.id(), issue));
    DependencyGraph graph = DependencyGraph.of(issues);
    CriticalPath path =
        CriticalPath.of(
            graph,
            id -> {
              Issue issue = byId.get(id);
              return issue == null || !graph.parts(id).isEmpty() ? 0 : estimates.remaining(issue);
            });
    return new BacklogShape(byId.keySet(), graph, path);
  }
}
