package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The difference between a backlog and its earlier state. Immutable.
 *
 * @param added the new issues, by id
 * @param changed the issues whose files have changed
 * @param gone the issues that have no file any more
 * @param settled those of {@code changed} that need no further work, whatever their files say
 * @param keepsShape whether the same issues wait for each other as before, and take as long
 */
public record BacklogDiff(
    List<Issue> added,
    List<Issue> changed,
    List<IssueId> gone,
    Set<IssueId> settled,
    boolean keepsShape) {

  static BacklogDiff between(
      Map<IssueId, Issue> before, Map<IssueId, Issue> after, LedgerView view) {
    List<Issue> added = new ArrayList<>();
    List<Issue> changed = new ArrayList<>();
    Set<IssueId> settled = new HashSet<>();
    boolean keepsShape = before.keySet().equals(after.keySet());
    for (Issue now : sorted(after.values())) {
      Issue then = before.get(now.id());
      if (then == null) {
        added.add(now);
      } else if (!then.equals(now)) {
        changed.add(now);
        if (isSettled(now.id(), view)) {
          settled.add(now.id());
        }
        keepsShape &= hangsAlike(then, now, settled.contains(now.id()));
      }
    }
    List<IssueId> gone =
        before.keySet().stream().filter(id -> !after.containsKey(id)).sorted().toList();
    return new BacklogDiff(added, changed, gone, settled, keepsShape);
  }

  private static List<Issue> sorted(Collection<Issue> issues) {
    return issues.stream().sorted(Comparator.comparing(Issue::id)).toList();
  }

  private static boolean isSettled(IssueId id, LedgerView view) {
    return view.issue(id).map(IssueRecord::status).filter(each -> each.isFinished()).isPresent();
  }

  private static boolean hangsAlike(Issue before, Issue after, boolean settled) {
    return before.blockedBy().equals(after.blockedBy())
        && before.dependsOn().equals(after.dependsOn())
        && before.parent().equals(after.parent())
        && before.type().equals(after.type())
        && before.effort().equals(after.effort())
        && (settled || before.status() == after.status());
  }

  BacklogDiff withoutShape() {
    return new BacklogDiff(added, changed, gone, settled, false);
  }

  /** Returns the event for people; {@code before} and {@code now} are the findings in the files. */
  public RunEvent.BacklogChanged event(List<Finding> now, List<Finding> before) {
    Set<Finding> known = Set.copyOf(before);
    return new RunEvent.BacklogChanged(
        added.stream().map(Issue::id).toList(),
        reported(),
        gone,
        now.stream()
            .filter(each -> !known.contains(each) && before.stream().noneMatch(each::repeats))
            .toList());
  }

  /** Returns the ids of the changed issues that matter to people. */
  private List<IssueId> reported() {
    return changed.stream().map(Issue::id).filter(id -> !settled.contains(id)).toList();
  }
}
