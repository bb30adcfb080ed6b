package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Claims issues for the workers of one run: each claim is one atomic step of the ledger, so that
 * exactly one worker gets an issue. A later commit of a holder that lost its claim is refused,
 * because its attempt no longer holds the issue.
 *
 * <p>Safe for use by any number of threads, instances and processes; proven by {@code LedgerRaces},
 * {@code ClaimStressTest} and {@code ProcessStressTest}.
 */
public final class Claims {
  private final Ledger ledger;
  private final RunId run;
  private final InstantSource clock;

  /** Creates an object that claims for {@code run}. */
  public Claims(Ledger ledger, RunId run, InstantSource clock) {
    this.ledger = ledger;
    this.run = run;
    this.clock = clock;
  }

  /**
   * Claims {@code issue} if it is free.
   *
   * @param slot the worktree for the work
   * @return the ledger's record of the issue, with the claim; empty if another worker has it, or it
   *     may not be worked on
   * @throws IllegalTransitionException if the run is over, or was declared dead; nothing is claimed
   * @throws IOException if the change could not be recorded
   */
  public Optional<IssueRecord> claim(IssueId issue, WorkerId worker, String slot)
      throws IOException {
    AttemptId attempt = AttemptId.fresh();
    Instant now = clock.instant();
    LedgerView after =
        ledger.commit(
            view -> {
              Optional<IssueRecord> record = view.issue(issue);
              return record.isEmpty() || record.get().isFree()
                  ? List.of(claimed(issue, record, attempt, worker, slot, now))
                  : List.of();
            });
    return after.issue(issue).filter(record -> isHeldBy(record, attempt));
  }

  /**
   * Claims the submitted issue that comes first: the oldest of the most urgent ones.
   *
   * @param slot the worktree for the work
   * @return the ledger's record of the issue, with the claim; empty if none is free
   * @throws IllegalTransitionException if the run is over, or was declared dead; nothing is claimed
   * @throws IOException if the change could not be recorded
   */
  public Optional<IssueRecord> claimNext(WorkerId worker, String slot) throws IOException {
    AttemptId attempt = AttemptId.fresh();
    Instant now = clock.instant();
    List<IssueId> chosen = new ArrayList<>();
    Function<LedgerView, List<Event>> first =
        view -> {
          Optional<IssueRecord> next = view.nextWaiting();
          next.ifPresent(record -> chosen.add(record.id()));
          return next.stream()
              .map(each -> claimed(each.id(), next, attempt, worker, slot, now))
              .toList();
        };
    LedgerView after = ledger.commit(first);
    return chosen.stream().findFirst().flatMap(after::issue);
  }

  private Event claimed(
      IssueId issue,
      Optional<IssueRecord> record,
      AttemptId attempt,
      WorkerId worker,
      String slot,
      Instant now) {
    int number = record.map(IssueRecord::attempts).orElse(0) + 1;
    return new Event.AttemptClaimed(issue, attempt, number, run, worker, slot, now);
  }

  private static boolean isHeldBy(IssueRecord record, AttemptId attempt) {
    Claim claim = record.claim();
    return claim != null && claim.attempt().equals(attempt);
  }

  /**
   * Frees the issues held by runs whose process is known to be dead, and ends those runs. Work that
   * is finished or landing stays unchanged.
   *
   * @param isDead tells whether a process is certainly dead; never decided by a clock
   * @return the number of issues freed
   * @throws IOException if the change could not be recorded
   */
  public int freeOf(Predicate<ProcessIdentity> isDead) throws IOException {
    int freed = 0;
    for (RunRecord each : ledger.view().runs()) {
      if (each.endedAt() == null && isDead.test(each.owner())) {
        freed += freeOf(ledger, each.id(), view -> true, clock.instant());
      }
    }
    return freed;
  }

  /**
   * Frees the issues that {@code holder} holds, in one step, provided that {@code still} is true in
   * that step.
   */
  static int freeOf(Ledger ledger, RunId holder, Predicate<LedgerView> still, Instant now)
      throws IOException {
    List<Event> freed = new ArrayList<>();
    ledger.commit(
        view -> {
          freed.clear();
          boolean over = view.run(holder).filter(each -> each.endedAt() != null).isPresent();
          if (over || !still.test(view)) {
            return List.of();
          }
          heldBy(view, holder).forEach(each -> freed.add(released(each, now)));
          List<Event> step = new ArrayList<>(freed);
          step.add(new Event.RunEnded(holder, "dead", now));
          return step;
        });
    return freed.size();
  }

  private static List<IssueRecord> heldBy(LedgerView view, RunId holder) {
    return view.issues().stream()
        .filter(each -> each.claim() != null && each.claim().run().equals(holder))
        .filter(
            each ->
                each.status() == LifecycleStatus.CLAIMED
                    || each.status() == LifecycleStatus.WORKING)
        .toList();
  }

  private static Event released(IssueRecord record, Instant now) {
    Claim claim = record.claim();
    if (claim == null) {
      throw new IllegalStateException(record.id() + " has no claim");
    }
    String reason = "its holder is dead";
    return new Event.AttemptReleased(record.id(), claim.attempt(), reason, now);
  }
}
