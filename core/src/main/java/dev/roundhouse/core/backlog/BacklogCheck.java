package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.BacklogReading.Reference;
import dev.roundhouse.core.backlog.Finding.Severity;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rules of order that hold for every source of issues: joins both sides of each dependency, and
 * finds the problems that only show in the whole (duplicate ids, unknown blockers, cycles). For one
 * reading.
 */
final class BacklogCheck {
  private final Map<IssueId, List<Issue>> byId = new TreeMap<>();
  private final Map<Reference, Integer> lines;
  private final List<Finding> findings;
  private final Set<List<String>> reported = new HashSet<>();

  private BacklogCheck(BacklogReading raw) {
    lines = raw.lines();
    findings = new ArrayList<>(raw.findings());
    findings.forEach(each -> reported.add(List.of(each.locator(), each.message())));
    for (Issue issue : raw.issues()) {
      byId.computeIfAbsent(issue.id(), id -> new ArrayList<>()).add(issue);
    }
  }

  static BacklogReading of(BacklogReading raw) {
    BacklogCheck check = new BacklogCheck(raw);
    List<Issue> issues = check.joined();
    check.findDuplicates();
    check.findUnknown(issues);
    check.findCycles(issues);
    check.findings.sort(
        Comparator.comparing(Finding::locator)
            .thenComparing(Finding::line)
            .thenComparing(Finding::message));
    return new BacklogReading(issues, check.findings);
  }

  private void add(Finding finding) {
    if (reported.add(List.of(finding.locator(), finding.message()))) {
      findings.add(finding);
    }
  }

  private List<Issue> joined() {
    Map<IssueId, Set<IssueId>> fromOtherSide = new HashMap<>();
    for (List<Issue> same : byId.values()) {
      for (Issue issue : same) {
        for (IssueId blocked : issue.blocks()) {
          fromOtherSide.computeIfAbsent(blocked, id -> new HashSet<>()).add(issue.id());
        }
      }
    }
    return byId.values().stream()
        .map(same -> same.get(0))
        .map(issue -> blockedToo(issue, fromOtherSide.getOrDefault(issue.id(), Set.of())))
        .toList();
  }

  private static Issue blockedToo(Issue issue, Set<IssueId> more) {
    if (issue.blockedBy().containsAll(more)) {
      return issue;
    }
    Set<IssueId> all = new HashSet<>(issue.blockedBy());
    all.addAll(more);
    return issue.toBuilder().blockedBy(all).build();
  }

  private void findDuplicates() {
    byId.forEach(
        (id, same) -> {
          if (same.size() > 1) {
            String places = same.stream().map(Issue::locator).collect(Collectors.joining(", "));
            boolean closed = same.stream().allMatch(BacklogCheck::isClosed);
            boolean files = same.stream().allMatch(BacklogCheck::hasOwnFile);
            add(
                new Finding(
                    closed ? Severity.WARNING : Severity.ERROR,
                    same.get(1).locator(),
                    line(same.get(1)),
                    same.size()
                        + (files ? " files" : " issues")
                        + " have the id "
                        + id
                        + ": "
                        + places,
                    "give each " + (files ? "file" : "issue") + " its own id",
                    Set.of(id),
                    !closed));
          }
        });
  }

  private void findUnknown(List<Issue> issues) {
    DependencyGraph graph = DependencyGraph.of(issues);
    for (Issue issue : issues) {
      for (IssueId unknown : graph.unknownBlockers(issue.id())) {
        add(
            new Finding(
                isClosed(issue) ? Severity.WARNING : Severity.ERROR,
                issue.locator(),
                line(issue, unknown, 0),
                issue.id() + " is blocked by " + unknown + ", which is not in the backlog",
                "add that issue, or remove the reference; until then "
                    + issue.id()
                    + " stays blocked",
                Set.of(issue.id()),
                false));
      }
      issue.blocks().stream()
          .filter(blocked -> !byId.containsKey(blocked))
          .forEach(blocked -> add(unknownBlocked(issue, blocked)));
    }
  }

  private Finding unknownBlocked(Issue issue, IssueId blocked) {
    return Finding.warning(
            issue.locator(),
            line(issue, blocked, 0),
            issue.id() + " blocks " + blocked + ", which is not in the backlog",
            "add that issue, or remove the reference")
        .about(Set.of(issue.id()));
  }

  private void findCycles(List<Issue> issues) {
    List<Issue> unfinished =
        issues.stream().filter(issue -> issue.status() != IssueStatus.DONE).toList();
    Set<List<IssueId>> binding = new HashSet<>();
    for (List<IssueId> cycle : DependencyGraph.of(unfinished).cycles()) {
      boolean closed = cycle.stream().allMatch(id -> isClosed(first(id)));
      binding.add(cycle);
      add(cycle(cycle, closed));
    }
    DependencyGraph.of(issues).cycles().stream()
        .filter(cycle -> binding.stream().noneMatch(cycle::containsAll))
        .forEach(cycle -> add(cycle(cycle, true)));
  }

  private Finding cycle(List<IssueId> cycle, boolean harmless) {
    String ids = cycle.stream().map(IssueId::value).collect(Collectors.joining(", "));
    Issue first = first(cycle.get(0));
    return new Finding(
        harmless ? Severity.WARNING : Severity.ERROR,
        first.locator(),
        line(first),
        "these issues form a dependency cycle: " + ids,
        "remove one of the dependencies",
        Set.copyOf(cycle),
        !harmless);
  }

  /** Returns the line where {@code issue} begins: the first one if it has a file of its own. */
  private int line(Issue issue) {
    return line(issue, issue.id(), hasOwnFile(issue) ? 1 : 0);
  }

  private static boolean hasOwnFile(Issue issue) {
    return issue.file().filter(issue.locator()::equals).isPresent();
  }

  private int line(Issue issue, IssueId named, int unknown) {
    return lines.getOrDefault(new Reference(issue.locator(), named), unknown);
  }

  private Issue first(IssueId id) {
    return byId.getOrDefault(id, List.of()).get(0);
  }

  private static boolean isClosed(Issue issue) {
    return issue.status() == IssueStatus.DONE || issue.status() == IssueStatus.CANCELLED;
  }
}
