package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.IssueEdit;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.PlanChange;
import dev.roundhouse.core.ledger.Submission;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** People at other terminals, who want things otherwise; what cannot be is refused to them. */
final class SchedulePeople {
  private final Random random;
  private final List<Issue> backlog;
  private int submitted;

  SchedulePeople(Random random, List<Issue> backlog) {
    this.random = random;
    this.backlog = backlog;
  }

  void change(Ledger ledger, Scheduler scheduler, Instant now) throws IOException {
    try {
      ledger.commit(any(new PlanChange(ChangeId.fresh(), now), scheduler, now));
    } catch (IllegalTransitionException | IssueNotFoundException refused) {
      // as it is to be: nothing has changed
      if (refused.getMessage() == null) {
        throw refused;
      }
    }
  }

  private Function<LedgerView, List<Event>> any(PlanChange plan, Scheduler scheduler, Instant now) {
    IssueId one = ScheduleHistory.any(random, backlog).id();
    IssueId other = ScheduleHistory.any(random, backlog).id();
    return switch (random.nextInt(10)) {
      case 0 -> plan.putAside(one, LifecycleStatus.CANCELLED, "off");
      case 1 -> plan.putAside(one, LifecycleStatus.SKIPPED, "later");
      case 2 -> plan.ask(one, ApprovalStage.RUN);
      case 3 -> plan.ask(one, ApprovalStage.LAND);
      case 4, 5 -> plan.approve(one);
      case 6 -> view -> List.of(new Event.IssueRetried(one, now));
      case 7 -> view -> plan.swap(one, other, id -> scheduler.ownPlace(id, view)).apply(view);
      case 8 -> view -> submission(one, now);
      default ->
          plan.edit(one, new IssueEdit(new Priority(random.nextInt(5)), null, null, null, null));
    };
  }

  private List<Event> submission(IssueId blocker, Instant now) {
    Submission what =
        new Submission(
            "t",
            new IssueType("BUG"),
            new Priority(random.nextInt(5)),
            Set.of(),
            random.nextBoolean() ? Set.of() : Set.of(blocker),
            Set.of(),
            "");
    IssueId id = new IssueId("sub-" + submitted++);
    return List.of(new Event.IssueEnrolled(id, ChangeId.fresh(), what, null, now));
  }
}
