package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.ReadySet;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether an issue is under way, can start, or can once others that may come have landed; looked up
 * as far as it is asked for, without recursion. For one thread, as long as nothing changes.
 */
final class Coming implements Predicate<IssueId> {
  private final Map<IssueId, Boolean> known = new HashMap<>();
  private final Predicate<IssueId> active;
  private final ReadySet<?> ready;

  Coming(Predicate<IssueId> active, ReadySet<?> ready) {
    this.active = active;
    this.ready = ready;
  }

  @Override
  public boolean test(IssueId issue) {
    Set<IssueId> open = new HashSet<>();
    Deque<Step> path = new ArrayDeque<>();
    enter(issue, path, open);
    while (!path.isEmpty()) {
      Step step = path.element();
      if (step.left.hasNext()) {
        IssueId blocker = step.left.next();
        if (open.contains(blocker) || !known.getOrDefault(blocker, true)) {
          return spoil(path);
        }
        enter(blocker, path, open);
        if (!known.getOrDefault(blocker, true)) {
          return spoil(path);
        }
      } else {
        known.put(step.issue, true);
        open.remove(step.issue);
        path.remove();
      }
    }
    return known.getOrDefault(issue, false);
  }

  /** Either it is known at once, or becomes the end of {@code path}. */
  private void enter(IssueId issue, Deque<Step> path, Set<IssueId> open) {
    if (known.containsKey(issue)) {
      return;
    }
    if (active.test(issue) || ready.isReady(issue)) {
      known.put(issue, true);
    } else if (!ready.isWorkable(issue)) {
      known.put(issue, false);
    } else {
      open.add(issue);
      path.push(new Step(issue, ready.waitsFor(issue).iterator()));
    }
  }

  /** All of {@code path} hangs on something that does not come. */
  private boolean spoil(Deque<Step> path) {
    path.forEach(step -> known.put(step.issue, false));
    return false;
  }

  /** An issue, and those of its blockers that were not looked at. */
  private record Step(IssueId issue, Iterator<IssueId> left) {}
}
