package dev.roundhouse.orchestrator.internal.recovery;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/** The finished work that waits to land, according to the ledger. For one thread. */
public final class UnlandedWork {
  private final RunContext context;
  private final Ledger ledger;
  private final LiveBacklog liveBacklog;

  public UnlandedWork(RunContext context, LiveBacklog liveBacklog) {
    this.context = context;
    this.ledger = context.ledger();
    this.liveBacklog = liveBacklog;
  }

  /** Returns the waiting work of the selected issues, in order of finishing, then of priority. */
  public List<FinishedWork> of(Predicate<IssueRecord> selected) throws IOException {
    List<IssueRecord> candidates = new ArrayList<>();
    for (IssueRecord record : ledger.view().issues()) {
      if (record.status() == LifecycleStatus.CANDIDATE && selected.test(record)) {
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
    Issue issue = liveBacklog.find(record.id()).orElse(null);
    AttemptWork work = record.work();
    Claim claim = claim(record);
    if (issue == null || !issue.status().isWorkable() || work == null || work.head() == null) {
      release(record.id(), claim.attempt());
      return Optional.empty();
    }
    if (!liveBacklog.selection().admits(issue)) {
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
            RunContext.attemptDir(
                context.repository().stateDir(), claim.run(), record.id(), number)));
  }

  /** Gives up landing the work of an attempt, if it still waits; its commits are kept. */
  public void release(IssueId issue, AttemptId attempt) throws IOException {
    String reason = "its file no longer asks for that; the work is kept";
    Event released = new Event.AttemptReleased(issue, attempt, reason, context.clock().instant());
    ledger.commit(view -> waits(view, issue, attempt) ? List.of(released) : List.of());
    context.publisher().note(issue + " does not land: " + reason);
  }

  private static boolean waits(LedgerView view, IssueId issue, AttemptId attempt) {
    return view.issue(issue)
        .filter(record -> record.status() == LifecycleStatus.CANDIDATE)
        .flatMap(record -> Optional.ofNullable(record.claim()))
        .filter(claim -> claim.attempt().equals(attempt))
        .isPresent();
  }

  /** Tells whether {@code work} still waits to land; people may have cancelled it meanwhile. */
  public boolean isWaiting(FinishedWork work) throws IOException {
    return waits(ledger.view(), work.issue().id(), work.attempt());
  }

  /** Ends the waiting work that people have cancelled and that {@code selected} does not land. */
  public void endUnwanted(Predicate<IssueRecord> selected) throws IOException {
    Instant now = context.clock().instant();
    for (IssueRecord record : ledger.view().issues()) {
      if (record.status() == LifecycleStatus.CANDIDATE
          && record.wishes().stop() != null
          && !selected.test(record)) {
        ledger.commit(view -> ended(view, record, now));
        context.publisher().note(record.id() + " does not land: " + record.reason());
      }
    }
  }

  private static List<Event> ended(LedgerView view, IssueRecord record, Instant now) {
    AttemptId attempt = claim(record).attempt();
    return waits(view, record.id(), attempt)
        ? view.stopWanted(record.id()).stream()
            .<Event>map(
                stop ->
                    new Event.IssueRested(record.id(), attempt, stop.next(), stop.reason(), now))
            .toList()
        : List.of();
  }

  /**
   * Returns {@code work} with the current version of its issue; empty if that must not be worked on
   * now.
   */
  public Optional<FinishedWork> stillWanted(FinishedWork work) throws IOException {
    return liveBacklog.wanted(work.issue().id()).map(work::as);
  }

  private static Instant ended(IssueRecord record) {
    AttemptWork work = record.work();
    return work == null || work.endedAt() == null ? record.updatedAt() : work.endedAt();
  }

  public static Claim claim(IssueRecord record) {
    Claim claim = record.claim();
    if (claim == null) {
      throw new IllegalStateException(record.id() + " is " + record.status() + " without a claim");
    }
    return claim;
  }
}
