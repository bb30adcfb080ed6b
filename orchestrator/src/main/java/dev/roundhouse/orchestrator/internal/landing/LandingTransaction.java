package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.IssueStopRequest;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lands candidates that are built on each other, the first of them on the tip: intention durable,
 * compare-and-swap to the last, landings durable. For one thread at a time.
 */
final class LandingTransaction {
  private final RunContext context;
  private final boolean tested;
  private final TargetSync targetSync;
  private final BranchPublisher branches;
  private final LandingNotifier notifier;

  LandingTransaction(
      RunContext context, boolean tested, TargetSync targetSync, LandingNotifier notifier) {
    this.notifier = notifier;
    this.context = context;
    this.tested = tested;
    this.targetSync = targetSync;
    this.branches = new BranchPublisher(context, tested);
  }

  /**
   * Work with the candidate that lands it.
   *
   * @param work the work
   * @param candidate the commit that would land
   * @param gateMillis the duration of its gate
   */
  record Entry(FinishedWork work, Candidate candidate, long gateMillis) {}

  /** The result of landing. */
  sealed interface Outcome {
    /** All candidates are on the tip. */
    record Landed() implements Outcome {}

    /**
     * No candidate is on the tip, because people have requested something else for these, which is
     * recorded.
     */
    record Unwanted(Map<FinishedWork, LandingResult> results) implements Outcome {}

    /** No candidate is on the tip, because the tip has moved. */
    record Moved() implements Outcome {}
  }

  /** Lands all of {@code entries}, or none. */
  Outcome land(List<Entry> entries) throws IOException, InterruptedException {
    entries.forEach(each -> context.enter(issue(each), Phase.LAND));
    Map<FinishedWork, LandingResult> unwanted = intend(entries);
    if (!unwanted.isEmpty()) {
      return new Outcome.Unwanted(unwanted);
    }
    context.done(Checkpoint.INTENDED);
    if (!swap(entries)) {
      abandon(entries);
      return new Outcome.Moved();
    }
    context.done(Checkpoint.SWAPPED);
    landed(entries);
    return new Outcome.Landed();
  }

  /** Puts the work of {@code entry} on a separate branch. */
  LandingResult branch(Entry entry) throws IOException, InterruptedException {
    context.enter(issue(entry), Phase.LAND);
    Map<FinishedWork, LandingResult> unwanted = intend(List.of(entry));
    if (!unwanted.isEmpty()) {
      return unwanted.values().iterator().next();
    }
    context.done(Checkpoint.INTENDED);
    return branches.leave(entry.work(), entry.candidate());
  }

  /** Ends work that a person has cancelled. */
  LandingResult settle(FinishedWork work) throws IOException {
    Instant now = context.clock().instant();
    LedgerView after = context.ledger().commit(view -> wished(view, List.of(work), now));
    return results(after, List.of(work)).getOrDefault(work, new LandingResult.Returned());
  }

  private static IssueId issue(Entry entry) {
    return entry.work().issue().id();
  }

  /**
   * Makes the intention to land all of {@code entries} durable, after which none can be cancelled
   * any more; or, if people have requested something else for some, returns the results for these,
   * and then none may land. The step that records the intention decides which of the two happens.
   */
  private Map<FinishedWork, LandingResult> intend(List<Entry> entries) throws IOException {
    Instant now = context.clock().instant();
    List<FinishedWork> works = entries.stream().map(Entry::work).toList();
    LedgerView after =
        context
            .ledger()
            .commit(
                view -> {
                  List<Event> wished = wished(view, works, now);
                  return wished.isEmpty() ? intended(entries, now) : wished;
                });
    return results(after, works);
  }

  private List<Event> intended(List<Entry> entries, Instant now) {
    return entries.stream()
        .<Event>map(
            each ->
                new Event.LandingIntended(
                    each.work().issue().id(),
                    each.work().attempt(),
                    context.target().branch(),
                    each.candidate().tip().name(),
                    each.candidate().commit().name(),
                    each.candidate().marked(),
                    now))
        .toList();
  }

  private Map<FinishedWork, LandingResult> results(LedgerView after, List<FinishedWork> works) {
    Map<FinishedWork, LandingResult> results = new LinkedHashMap<>();
    for (FinishedWork work : works) {
      IssueRecord record = after.issue(work.issue().id()).orElseThrow();
      LifecycleStatus status = record.status();
      if (status != LifecycleStatus.LANDING && status != LifecycleStatus.CANDIDATE) {
        results.put(work, result(status));
        context
            .publisher()
            .publish(new RunEvent.Returned(record.id(), status, record.reason(), ""));
      }
    }
    return results;
  }

  private static LandingResult result(LifecycleStatus status) {
    return status == LifecycleStatus.AWAITING_APPROVAL
        ? new LandingResult.AwaitsApproval()
        : new LandingResult.Returned();
  }

  private static List<Event> wished(LedgerView view, List<FinishedWork> works, Instant now) {
    List<Event> wished = new ArrayList<>();
    for (FinishedWork work : works) {
      IssueId issue = work.issue().id();
      IssueStopRequest stop = view.stopWanted(issue).orElse(null);
      if (stop != null) {
        wished.add(new Event.IssueRested(issue, work.attempt(), stop.next(), stop.reason(), now));
      } else if (view.issue(issue).filter(LandingTransaction::isHeld).isPresent()) {
        wished.add(new Event.CandidateHeld(issue, work.attempt(), now));
      }
    }
    return wished;
  }

  private static boolean isHeld(IssueRecord record) {
    return record.wishes().approval() != null;
  }

  private boolean swap(List<Entry> entries) throws IOException {
    String ids =
        entries.stream().map(each -> issue(each).value()).collect(Collectors.joining(", "));
    Candidate first = entries.get(0).candidate();
    Candidate last = entries.get(entries.size() - 1).candidate();
    return context
        .repository()
        .refs()
        .update(context.target().tipRef(), first.tip(), last.commit(), "roundhouse: land " + ids);
  }

  private void abandon(List<Entry> entries) throws IOException {
    Instant now = context.clock().instant();
    String reason = "the tip moved; the candidate is built again";
    context
        .ledger()
        .commit(
            entries.stream()
                .map(
                    each ->
                        new Event.LandingAbandoned(issue(each), each.work().attempt(), reason, now))
                .toArray(Event[]::new));
  }

  private void landed(List<Entry> entries) throws IOException, InterruptedException {
    Instant now = context.clock().instant();
    List<Event> events = new ArrayList<>();
    entries.forEach(each -> events.addAll(landed(each, now)));
    context.ledger().commit(events.toArray(Event[]::new));
    for (Entry each : entries) {
      String commit = each.candidate().commit().name();
      context.publisher().publish(new RunEvent.Landed(issue(each), commit, tested));
    }
    context.done(Checkpoint.LANDED);
    notifier.notify(entries.stream().map(LandingTransaction::issue).toList());
    targetSync.follow();
    context.done(Checkpoint.FOLLOWED);
  }

  private static List<Event> landed(Entry entry, Instant now) {
    List<Event> events = new ArrayList<>();
    String commit = entry.candidate().commit().name();
    IssueId issue = issue(entry);
    boolean marked = entry.candidate().marked();
    events.add(new Event.IssueLanded(issue, entry.work().attempt(), commit, marked, now));
    events.add(
        new Event.PhaseTimed(
            issue, entry.work().attempt(), Phase.GATE.word(), entry.gateMillis(), now));
    entry
        .candidate()
        .alsoMarked()
        .forEach(id -> events.add(new Event.IssueMarked(id, commit, now)));
    return events;
  }
}
