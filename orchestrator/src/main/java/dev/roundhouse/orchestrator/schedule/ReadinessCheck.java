package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.graph.ReadySet;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.IssueStopRequest;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks one issue at a time against its file, the ledger and its hard blockers. */
final class ReadinessCheck {
  private static final NavigableSet<IssueId> NOTHING = Collections.emptyNavigableSet();

  private final Map<IssueId, Issue> issues;
  private final DependencyGraph graph;
  private final Selection selection;
  private final LedgerView view;

  ReadinessCheck(
      Map<IssueId, Issue> issues, DependencyGraph graph, Selection selection, LedgerView view) {
    this.issues = issues;
    this.graph = graph;
    this.selection = selection;
    this.view = view;
  }

  /**
   * Returns the state of {@code issue} for the issues that wait for it, and for its own work once
   * nothing blocks it.
   */
  ReadySet.State state(Issue issue) {
    if (isDone(issue.id())) {
      return ReadySet.State.DONE;
    }
    Readiness readiness = of(issue).readiness();
    if (readiness == Readiness.EPIC) {
      return ReadySet.State.EPIC;
    }
    boolean workable = readiness == Readiness.READY || readiness == Readiness.BLOCKED;
    return workable && selection.admits(issue) ? ReadySet.State.WORKABLE : ReadySet.State.OFF;
  }

  IssueStanding of(Issue issue) {
    Optional<IssueRecord> record = view.issue(issue.id());
    LifecycleStatus status = record.map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
    if (record.isPresent() && status.isActive()) {
      return standing(issue, Readiness.ACTIVE, status.word(), NOTHING, underWay(record.get()));
    }
    if (status == LifecycleStatus.CANCELLED) {
      String why = record.map(IssueRecord::reason).orElse("");
      return standing(issue, Readiness.SETTLED, status.word(), NOTHING, why);
    }
    if (status.isFinished()) {
      return standing(issue, Readiness.SETTLED, status.word(), NOTHING, landed(record));
    }
    return byFile(issue, status, record.map(ReadinessCheck::reason).orElse(""));
  }

  private static String reason(IssueRecord record) {
    boolean isHeld = record.status() == LifecycleStatus.AWAITING_APPROVAL && record.claim() == null;
    return isHeld ? "it awaits approval before it starts" : record.reason();
  }

  private static String underWay(IssueRecord record) {
    IssueStopRequest stop = record.wishes().stop();
    if (stop != null) {
      return "to be " + stop.next().word() + ": " + stop.reason();
    }
    if (record.status() != LifecycleStatus.CANDIDATE) {
      return "an attempt is running";
    }
    return record.wishes().approval() == null
        ? "finished, waiting to land"
        : "finished; " + record.wishes().landingReason();
  }

  private IssueStanding byFile(Issue issue, LifecycleStatus status, String reason) {
    String word = issue.status().word();
    return switch (issue.status()) {
      case DONE, CANCELLED ->
          standing(issue, Readiness.SETTLED, word, NOTHING, "its file says " + word);
      case BLOCKED, DEFERRED ->
          standing(issue, Readiness.HELD_BACK, word, NOTHING, "its file says " + word);
      case OPEN, IN_PROGRESS -> byLedger(issue, status, reason);
    };
  }

  private IssueStanding byLedger(Issue issue, LifecycleStatus status, String reason) {
    if (status != LifecycleStatus.OPEN && status != LifecycleStatus.RETRY_WAIT) {
      return standing(issue, Readiness.RESTING, status.word(), NOTHING, reason);
    }
    NavigableSet<IssueId> waitsFor = unfinishedBlockers(issue.id());
    int parts = graph.parts(issue.id()).size();
    if (parts > 0) {
      return epic(issue, waitsFor, parts);
    }
    if (!waitsFor.isEmpty()) {
      return standing(
          issue, Readiness.BLOCKED, status.word(), waitsFor, waiting("blocked by ", waitsFor));
    }
    return standing(issue, Readiness.READY, status.word(), NOTHING, reason);
  }

  private IssueStanding epic(Issue epic, NavigableSet<IssueId> waitsFor, int parts) {
    if (isDone(epic.id())) {
      String all = parts == 1 ? "its only child is" : "all of its " + parts + " children are";
      String why = all + " done; its file can be closed";
      return standing(epic, Readiness.SETTLED, IssueStatus.DONE.word(), NOTHING, why);
    }
    String why = waiting("its children run instead; not done yet: ", waitsFor);
    return standing(epic, Readiness.EPIC, IssueStatus.OPEN.word(), waitsFor, why);
  }

  private NavigableSet<IssueId> unfinishedBlockers(IssueId issue) {
    NavigableSet<IssueId> unfinished = new TreeSet<>(graph.unknownBlockers(issue));
    graph.blockers(issue).stream().filter(each -> !isDone(each)).forEach(unfinished::add);
    return unfinished;
  }

  private boolean isDone(IssueId id) {
    return isDoneItself(id) || (isOpenEpic(id) && areAllDone(id));
  }

  private boolean isDoneItself(IssueId id) {
    LifecycleStatus status = view.issue(id).map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
    if (status == LifecycleStatus.LANDED || status == LifecycleStatus.CLOSED) {
      return true;
    }
    Issue issue = issues.get(id);
    return !status.isActive() && issue != null && issue.status() == IssueStatus.DONE;
  }

  private boolean isOpenEpic(IssueId id) {
    Issue issue = issues.get(id);
    return issue != null
        && !graph.parts(id).isEmpty()
        && issue.status().isWorkable()
        && view.issue(id).map(IssueRecord::isFree).orElse(true);
  }

  /**
   * Tells whether all blockers of {@code epic} are done; a cycle of epics is not done, because it
   * never starts.
   */
  private boolean areAllDone(IssueId epic) {
    boolean isAnyDone = false;
    Set<IssueId> seen = new HashSet<>(Set.of(epic));
    Deque<IssueId> epics = new ArrayDeque<>(seen);
    while (!epics.isEmpty()) {
      IssueId next = epics.remove();
      if (!graph.unknownBlockers(next).isEmpty()) {
        return false;
      }
      for (IssueId each : graph.blockers(next)) {
        if (isDoneItself(each)) {
          isAnyDone = true;
        } else if (!isOpenEpic(each)) {
          return false;
        } else if (seen.add(each)) {
          epics.add(each);
        }
      }
    }
    return isAnyDone;
  }

  private String waiting(String what, NavigableSet<IssueId> waitsFor) {
    return waitsFor.stream()
        .map(each -> each + " (" + shown(each) + ")")
        .collect(Collectors.joining(", ", what, ""));
  }

  private String shown(IssueId blocker) {
    Issue issue = issues.get(blocker);
    if (issue == null) {
      return "not in the backlog";
    }
    return view.issue(blocker)
        .map(IssueRecord::status)
        .filter(status -> status != LifecycleStatus.OPEN)
        .map(LifecycleStatus::word)
        .orElse(issue.status().word());
  }

  private static String landed(Optional<IssueRecord> record) {
    return record
        .map(IssueRecord::landedCommit)
        .map(commit -> "landed as " + commit)
        .or(() -> record.map(IssueRecord::reason).filter(why -> !why.isEmpty()))
        .orElse("nothing to do");
  }

  private IssueStanding standing(
      Issue issue,
      Readiness readiness,
      String status,
      NavigableSet<IssueId> waitsFor,
      String reason) {
    return new IssueStanding(
        issue,
        view.issue(issue.id()),
        readiness,
        status,
        waitsFor,
        reason,
        selection.admits(issue));
  }
}
