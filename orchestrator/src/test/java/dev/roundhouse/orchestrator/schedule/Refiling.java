package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.LedgerView;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A change of one issue file while a run goes, or a new one.
 *
 * @param issue what it says now
 * @param at where in the backlog; at its end for a new one
 * @param keepsShape whether who waits for whom, and how long that takes, stays as it was
 */
record Refiling(Issue issue, int at, boolean keepsShape) {
  static Refiling any(Random random, List<Issue> backlog, LedgerView view) {
    int at = random.nextInt(backlog.size());
    Issue old = backlog.get(at);
    boolean landed = view.issue(old.id()).filter(each -> each.status().isFinished()).isPresent();
    return switch (random.nextInt(6)) {
      case 0 -> new Refiling(with(old, IssueStatus.DONE, old.blockedBy()), at, landed);
      case 1 ->
          new Refiling(
              with(
                  old, ScheduleHistory.any(random, List.of(IssueStatus.values())), old.blockedBy()),
              at,
              landed);
      case 2 -> new Refiling(with(old, old.status(), blockers(random, old, at)), at, false);
      case 3 -> {
        int end = backlog.size();
        IssueId id = RandomBacklog.id(100 + end);
        yield new Refiling(RandomBacklog.fresh(random, id, blockers(random, old, at)), end, false);
      }
      default ->
          new Refiling(
              old.toBuilder()
                  .title("another")
                  .priority(new Priority(random.nextInt(5)))
                  .labels(random.nextBoolean() ? Set.of("db") : Set.of())
                  .body("text")
                  .build(),
              at,
              true);
    };
  }

  /** One more blocker, which comes before it, or none at all. */
  private static Set<IssueId> blockers(Random random, Issue old, int at) {
    if (at == 0 || random.nextBoolean()) {
      return Set.of();
    }
    Set<IssueId> more = new HashSet<>(old.blockedBy());
    more.add(RandomBacklog.id(random.nextInt(at)));
    return more;
  }

  private static Issue with(Issue old, IssueStatus status, Set<IssueId> blockedBy) {
    return old.toBuilder().status(status).blockedBy(blockedBy).build();
  }

  void apply(List<Issue> backlog) {
    if (at == backlog.size()) {
      backlog.add(issue);
    } else {
      backlog.set(at, issue);
    }
  }
}
