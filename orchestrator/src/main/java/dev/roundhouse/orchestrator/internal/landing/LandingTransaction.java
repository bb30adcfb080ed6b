package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lands candidates that stand on each other, the first of them on the tip: intention durable,
 * compare-and-swap to the last, landings durable. For one thread at a time.
 */
final class LandingTransaction {
  private final RunContext context;
  private final boolean tested;
  private final TargetSync alignment;
  private final LandingIntent intention;
  private final BranchDelivery branches;

  LandingTransaction(RunContext context, boolean tested, TargetSync alignment) {
    this.context = context;
    this.tested = tested;
    this.alignment = alignment;
    this.intention = new LandingIntent(context);
    this.branches = new BranchDelivery(context, tested);
  }

  /** What came of landing. */
  sealed interface Outcome {
    /** All are on the tip. */
    record Landed() implements Outcome {}

    /** None is: people want otherwise of these, which is recorded. */
    record Unwanted(Map<FinishedWork, LandingResult> results) implements Outcome {}

    /** None is: the tip is elsewhere. */
    record Moved() implements Outcome {}
  }

  /** Lands all of {@code entrants}, or none. */
  Outcome land(List<LandingEntry> entrants) throws IOException, InterruptedException {
    entrants.forEach(each -> context.enter(issue(each), Phase.LAND));
    Map<FinishedWork, LandingResult> unwanted = intention.declare(entrants);
    if (!unwanted.isEmpty()) {
      return new Outcome.Unwanted(unwanted);
    }
    context.done(Checkpoint.INTENDED);
    if (!swap(entrants)) {
      abandon(entrants);
      return new Outcome.Moved();
    }
    context.done(Checkpoint.SWAPPED);
    landed(entrants);
    return new Outcome.Landed();
  }

  /** Leaves what {@code entrant} has on a branch of its own. */
  LandingResult branch(LandingEntry entrant) throws IOException, InterruptedException {
    context.enter(issue(entrant), Phase.LAND);
    Map<FinishedWork, LandingResult> unwanted = intention.declare(List.of(entrant));
    if (!unwanted.isEmpty()) {
      return unwanted.values().iterator().next();
    }
    context.done(Checkpoint.INTENDED);
    return branches.leave(entrant.work(), entrant.candidate());
  }

  private static IssueId issue(LandingEntry entrant) {
    return entrant.work().issue().id();
  }

  private boolean swap(List<LandingEntry> entrants) throws IOException {
    String ids =
        entrants.stream().map(each -> issue(each).value()).collect(Collectors.joining(", "));
    Candidate first = entrants.get(0).candidate();
    Candidate last = entrants.get(entrants.size() - 1).candidate();
    return context
        .repository()
        .updateRef(
            context.target().tipRef(), first.tip(), last.commit(), "roundhouse: land " + ids);
  }

  private void abandon(List<LandingEntry> entrants) throws IOException {
    Instant now = context.clock().instant();
    String reason = "the tip moved; building it again";
    context
        .ledger()
        .commit(
            entrants.stream()
                .map(
                    each ->
                        new Event.LandingAbandoned(issue(each), each.work().attempt(), reason, now))
                .toArray(Event[]::new));
  }

  private void landed(List<LandingEntry> entrants) throws IOException, InterruptedException {
    Instant now = context.clock().instant();
    List<Event> events = new ArrayList<>();
    entrants.forEach(each -> events.addAll(landed(each, now)));
    context.ledger().commit(events.toArray(Event[]::new));
    for (LandingEntry each : entrants) {
      String commit = each.candidate().commit().name();
      context.publisher().tell(new RunEvent.Landed(issue(each), commit, tested));
    }
    context.done(Checkpoint.LANDED);
    alignment.follow();
    context.done(Checkpoint.FOLLOWED);
  }

  private static List<Event> landed(LandingEntry entrant, Instant now) {
    List<Event> events = new ArrayList<>();
    String commit = entrant.candidate().commit().name();
    IssueId issue = issue(entrant);
    boolean marked = entrant.candidate().marked();
    events.add(new Event.IssueLanded(issue, entrant.work().attempt(), commit, marked, now));
    events.add(
        new Event.PhaseTimed(
            issue, entrant.work().attempt(), Phase.GATE.word(), entrant.gateMillis(), now));
    entrant
        .candidate()
        .alsoMarked()
        .forEach(id -> events.add(new Event.IssueMarked(id, commit, now)));
    return events;
  }
}
