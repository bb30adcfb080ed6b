package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.Finding.Severity;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Combines parsed files into one backlog: joins both sides of each dependency, and finds the
 * problems that only show in the whole (duplicate ids, unknown blockers, cycles). For one reading.
 */
final class BacklogAssembler {
  private final Map<IssueId, List<ParsedIssueFile>> byId = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private BacklogAssembler(Collection<ParsedIssueFile> files) {
    for (ParsedIssueFile file : files) {
      findings.addAll(file.findings());
      file.issue()
          .ifPresent(issue -> byId.computeIfAbsent(issue.id(), id -> new ArrayList<>()).add(file));
    }
  }

  static BacklogReading of(Collection<ParsedIssueFile> files) {
    BacklogAssembler assembly = new BacklogAssembler(files);
    List<Issue> issues = assembly.joined();
    assembly.findDuplicates();
    assembly.findUnknown(issues);
    assembly.findCycles(issues);
    assembly.findings.sort(
        Comparator.comparing(Finding::path)
            .thenComparing(Finding::line)
            .thenComparing(Finding::message));
    return new BacklogReading(issues, assembly.findings);
  }

  private List<Issue> joined() {
    Map<IssueId, Set<IssueId>> fromOtherSide = new HashMap<>();
    byId.values().stream()
        .flatMap(List::stream)
        .forEach(
            file ->
                file.blocks()
                    .keySet()
                    .forEach(
                        blocked ->
                            fromOtherSide
                                .computeIfAbsent(blocked, id -> new HashSet<>())
                                .add(file.issue().orElseThrow().id())));
    return byId.values().stream()
        .map(files -> files.get(0).issue().orElseThrow())
        .map(issue -> blockedToo(issue, fromOtherSide.getOrDefault(issue.id(), Set.of())))
        .toList();
  }

  private static Issue blockedToo(Issue issue, Set<IssueId> more) {
    if (more.isEmpty()) {
      return issue;
    }
    Set<IssueId> all = new HashSet<>(issue.blockedBy());
    all.addAll(more);
    return issue.toBuilder().blockedBy(all).build();
  }

  private void findDuplicates() {
    byId.forEach(
        (id, files) -> {
          if (files.size() > 1) {
            List<Issue> same = files.stream().map(file -> file.issue().orElseThrow()).toList();
            String paths = same.stream().map(Issue::path).collect(Collectors.joining(", "));
            boolean closed = same.stream().allMatch(BacklogAssembler::isClosed);
            findings.add(
                new Finding(
                    closed ? Severity.WARNING : Severity.ERROR,
                    same.get(1).path(),
                    1,
                    same.size() + " files have the id " + id + ": " + paths,
                    "give each file its own id",
                    Set.of(id),
                    !closed));
          }
        });
  }

  private void findUnknown(List<Issue> issues) {
    DependencyGraph graph = DependencyGraph.of(issues);
    for (Issue issue : issues) {
      for (IssueId unknown : graph.unknownBlockers(issue.id())) {
        int line = file(issue.id()).blockedByLines().getOrDefault(unknown, 0);
        findings.add(
            new Finding(
                isClosed(issue) ? Severity.WARNING : Severity.ERROR,
                issue.path(),
                line,
                issue.id() + " is blocked by " + unknown + ", which is not in the backlog",
                "add that issue, or remove the reference; until then "
                    + issue.id()
                    + " stays blocked",
                Set.of(issue.id()),
                false));
      }
    }
    byId.values().forEach(files -> findUnknownBlocked(files.get(0)));
  }

  private void findUnknownBlocked(ParsedIssueFile file) {
    Issue issue = file.issue().orElseThrow();
    file.blocks()
        .forEach(
            (blocked, line) -> {
              if (!byId.containsKey(blocked)) {
                findings.add(
                    Finding.warning(
                            issue.path(),
                            line,
                            issue.id() + " blocks " + blocked + ", which is not in the backlog",
                            "add that issue, or remove the reference")
                        .about(Set.of(issue.id())));
              }
            });
  }

  private void findCycles(List<Issue> issues) {
    List<Issue> unfinished =
        issues.stream().filter(issue -> issue.status() != IssueStatus.DONE).toList();
    Set<List<IssueId>> binding = new HashSet<>();
    for (List<IssueId> cycle : DependencyGraph.of(unfinished).cycles()) {
      boolean closed = cycle.stream().allMatch(id -> isClosed(first(id)));
      binding.add(cycle);
      findings.add(cycle(cycle, closed));
    }
    DependencyGraph.of(issues).cycles().stream()
        .filter(cycle -> binding.stream().noneMatch(cycle::containsAll))
        .forEach(cycle -> findings.add(cycle(cycle, true)));
  }

  private Finding cycle(List<IssueId> cycle, boolean harmless) {
    String ids = cycle.stream().map(IssueId::value).collect(Collectors.joining(", "));
    return new Finding(
        harmless ? Severity.WARNING : Severity.ERROR,
        first(cycle.get(0)).path(),
        1,
        "these issues form a dependency cycle: " + ids,
        "remove one of the dependencies",
        Set.copyOf(cycle),
        !harmless);
  }

  private Issue first(IssueId id) {
    return file(id).issue().orElseThrow();
  }

  private ParsedIssueFile file(IssueId id) {
    return byId.getOrDefault(id, List.of()).get(0);
  }

  private static boolean isClosed(Issue issue) {
    return issue.status() == IssueStatus.DONE || issue.status() == IssueStatus.CANCELLED;
  }
}
