package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.work.FinishedWork;
import dev.roundhouse.orchestrator.work.RunContext;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/** Finished work that waits to land, as the ledger knows it. For one thread. */
final class Leftovers {
  private final RunContext context;
  private final Ledger ledger;
  private final Map<IssueId, Issue> issues;

  Leftovers(RunContext context, Map<IssueId, Issue> issues) {
    this.context = context;
    this.ledger = context.ledger();
    this.issues = issues;
  }

  /** What waits to land of the issues meant, in order of finishing, then of priority. */
  List<FinishedWork> of(Predicate<IssueRecord> meant) throws IOException {
    List<IssueRecord> candidates = new ArrayList<>();
    for (IssueRecord record : ledger.view().issues()) {
      if (record.status() == LifecycleStatus.CANDIDATE && meant.test(record)) {
        candidates.add(record);
      }
    }
    List<FinishedWork> finished = new ArrayList<>();
    for (IssueRecord record : candidates) {
      finished(record).ifPresent(finished::add);
    }
    finished.sort(
        Comparator.comparing(FinishedWork::endedAt).thenComparing(each -> each.issue().priority()));
    return finished;
  }

  private Optional<FinishedWork> finished(IssueRecord record) throws IOException {
    Issue issue = issues.get(record.id());
    AttemptWork work = record.work();
    Claim claim = Recovery.claim(record);
    if (issue == null || !issue.status().isWorkable() || work == null || work.head() == null) {
      String reason = "its file no longer asks for it; the work is kept";
      Instant now = context.clock().instant();
      ledger.commit(new Event.AttemptReleased(record.id(), claim.attempt(), reason, now));
      return Optional.empty();
    }
    if (!context.options().selection().admits(issue)) {
      return Optional.empty();
    }
    int number = record.attempts();
    return Optional.of(
        new FinishedWork(
            issue,
            claim.attempt(),
            number,
            ObjectId.fromString(work.head()),
            ended(record),
            RunContext.papers(context.repository().stateDir(), claim.run(), record.id(), number)));
  }

  private static Instant ended(IssueRecord record) {
    AttemptWork work = record.work();
    return work == null || work.endedAt() == null ? record.updatedAt() : work.endedAt();
  }
}
