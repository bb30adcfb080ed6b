package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads backlogs, and refuses those from which nothing can be worked on. Stateless. */
public final class BacklogReader {
  private BacklogReader() {}

  /** Returns the backlog; it may be empty only if the ledger knows of issues that had files. */
  public static BacklogReading read(Repository repository, RunRequest request)
      throws IOException, RefusedException {
    BacklogSource source = BacklogSource.of(repository, request);
    boolean known = !Ledger.read(repository.stateDir()).issues().isEmpty();
    return read(repository, known ? source.orEmpty() : source).reading();
  }

  /** Returns the issues of {@code source}. Refuses an empty one unless it may be empty. */
  public static BacklogSource.Taken read(Repository repository, BacklogSource source)
      throws IOException, RefusedException {
    BacklogSource.Taken taken = source.take();
    BacklogReading reading = taken.reading();
    if (!source.mayBeEmpty()
        && reading.issues().isEmpty()
        && Ledger.read(repository.stateDir()).enrolled().isEmpty()) {
      throw RefusedException.input(
          "no issues were found in " + repository.checkout() + lines(reading.findings()),
          "put Markdown files into issues/ or .issues/{bugs,features,enhancements,epics}, or name"
              + " their directory with --backlog DIR, or write one with 'roundhouse new TITLE'");
    }
    return taken;
  }

  /** Returns the backlog, even if it is empty. */
  public static BacklogReading scan(Repository repository, RunRequest request) throws IOException {
    return BacklogSource.of(repository, request).take().reading();
  }

  /**
   * Refuses filters that match none of {@code issues}; if {@code source} may be empty yet, only
   * those that never will.
   */
  public static void refuseUnknown(
      Collection<Issue> issues, RunOptions options, BacklogSource source) throws RefusedException {
    if (source.mayBeEmpty()) {
      UnmatchedFilters.refuseNever(issues, options.selection());
    } else {
      UnmatchedFilters.refuse(issues, options.selection());
    }
  }

  /**
   * Refuses a backlog whose order is ambiguous among the selected issues. What cannot be ascribed
   * to an issue concerns all that are selected, and no run that selects none of this backlog by
   * name.
   */
  public static void refuseAmbiguity(
      BacklogReading reading, Scheduler scheduler, RunOptions options) throws RefusedException {
    Set<IssueId> selected = new HashSet<>();
    for (Issue issue : reading.issues()) {
      if (options.selection().admits(issue) && issue.status().isWorkable()) {
        selected.add(issue.id());
      }
    }
    boolean isConcerned = options.selection().isOpen() || !selected.isEmpty();
    Set<IssueId> concerned = scheduler.graph().closure(selected);
    List<Finding> ambiguous =
        reading.findings().stream()
            .filter(Finding::ambiguous)
            .filter(
                each ->
                    each.issues().isEmpty()
                        ? isConcerned
                        : each.issues().stream().anyMatch(concerned::contains))
            .toList();
    if (!ambiguous.isEmpty()) {
      throw RefusedException.input(
          "the backlog is ambiguous:" + lines(ambiguous),
          "fix these files, or leave the issues out with --skip");
    }
  }

  private static String lines(List<Finding> findings) {
    return findings.stream().map(BacklogReader::line).collect(Collectors.joining());
  }

  private static String line(Finding finding) {
    String line = finding.line() > 0 ? ":" + finding.line() : "";
    return "\n  " + finding.locator() + line + ": " + finding.message();
  }
}
