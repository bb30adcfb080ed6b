package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Claims;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.internal.backlog.BacklogDiff;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.schedule.HoldReasons;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.ReadyQueue;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts every attempt that can start, and knows the attempts under way in this process. For the
 * dispatcher's thread.
 */
final class AttemptStarter {
  private static final long NEVER = -1;
  private static final Duration ROOM_AGAIN = Duration.ofSeconds(5);

  private final RunContext context;
  private final AdmissionControl admission;
  private final DiskSpaceCheck diskSpace;
  private final RunThreads runThreads;
  private final Claims claims;
  private final Deque<String> freeSlots = new ArrayDeque<>();
  private final Set<IssueId> started = new HashSet<>();
  private final Set<IssueId> overBudget = new HashSet<>();
  private final Map<IssueId, Limits.Working> working = new HashMap<>();
  private final Map<IssueId, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
  private ReadyQueue queue;
  private int underWay;
  private int lostSlots; // to agents that did not end
  private long idleAt = NEVER; // the ledger's position at which nothing could start
  private long returnsThen; // how often resources had been released before that
  private @Nullable Instant wakeAt; // when a waiting issue may start
  private @Nullable Instant lookAt; // when a hold ends that a person was to see to
  private boolean isRunOverBudget;

  AttemptStarter(
      RunContext context,
      Scheduler scheduler,
      AdmissionControl admission,
      DiskSpaceCheck diskSpace,
      RunThreads runThreads) {
    this.context = context;
    this.queue = scheduler.queue();
    this.admission = admission;
    this.diskSpace = diskSpace;
    this.runThreads = runThreads;
    this.claims = new Claims(context.ledger(), context.run(), context.clock());
    var unused =
        context.interrupted().thenRun(() -> ends.values().forEach(each -> each.complete(null)));
  }

  /** Makes one slot per worker available, except slots that must not be touched. */
  void open(Collection<String> heldSlots) {
    for (int i = 1; freeSlots.size() < context.options().workers(); i++) {
      if (!heldSlots.contains("w" + i)) {
        freeSlots.add("w" + i);
      }
    }
  }

  /** Takes in a changed backlog. */
  void refile(Scheduler scheduler, BacklogDiff shift) {
    if (shift.keepsShape()) {
      queue.refile(shift.changed());
    } else {
      queue = scheduler.queue();
    }
    idleAt = NEVER;
  }

  /** Tells whether an attempt is under way, or can start later by itself. */
  boolean isBusy() {
    return underWay > 0 || (wakeAt != null && !isOutOfSlots());
  }

  /** Tells whether nothing more can start because every slot is lost to an agent. */
  boolean isOutOfSlots() {
    return lostSlots >= context.options().workers();
  }

  /** Tells whether the limit on issues excludes {@code issue}. */
  boolean leavesOut(IssueId issue) {
    return isCut() && !started.contains(issue);
  }

  private boolean isCut() {
    int most = context.options().selection().maxIssues();
    return most > 0 && started.size() >= most;
  }

  /** Starts nothing more from now on. */
  void rest() {
    wakeAt = null;
  }

  /**
   * Starts every attempt that can start.
   *
   * @param room the number of finished attempts that may still be added to those that wait to land;
   *     without any, nothing is started before one of them has landed
   */
  void startWhatCan(int room) throws IOException, InterruptedException {
    admission.overlaps().tick();
    if (freeSlots.isEmpty() || room <= 0) {
      return;
    }
    LedgerView view = context.ledger().view();
    Instant now = context.clock().instant();
    boolean woken = isReached(wakeAt, now) || isReached(lookAt, now);
    long returns = admission.returns();
    if (view.position() == idleAt && !woken && returns == returnsThen) {
      return;
    }
    returnsThen = returns;
    wakeAt = null;
    lookAt = null;
    int before = underWay;
    admission.overlaps().look(view);
    for (IssueStanding each : queue.next(view)) {
      if (freeSlots.isEmpty()) {
        break;
      }
      consider(each, view, now);
    }
    idleAt = underWay == before ? view.position() : NEVER;
  }

  private void consider(IssueStanding next, LedgerView view, Instant now)
      throws IOException, InterruptedException {
    if (leavesOut(next.issue().id())) {
      return;
    }
    Optional<Instant> shutOut = admission.shutOutUntil(next, view, now);
    if (shutOut.isPresent()) {
      lookAt = earlier(lookAt, shutOut.get());
      return;
    }
    Optional<Instant> later = admission.later(next, view, now);
    if (later.isPresent()) {
      wakeAt(later.get());
    } else if (admission.overlaps().defers(next)) {
      return; // until the attempt it collides with is over
    } else if (admission.admits(next, working.values())) {
      if (!diskSpace.isThere(freeSlots)) {
        wakeAt(now.plus(ROOM_AGAIN));
      } else if (admission.equip(next)) {
        start(next);
      }
    } else {
      Optional<Budget.Objection> objection = admission.beyondBudget(next);
      if (objection.isPresent()) {
        beyondBudget(next.issue().id(), objection.get());
      }
    }
  }

  /**
   * Warns people of a limit that is reached; of the limit of the run, which then starts no more,
   * once.
   */
  private void beyondBudget(IssueId issue, Budget.Objection why) throws IOException {
    if (why.share().of() == Budget.Limit.ISSUE) {
      if (overBudget.add(issue)) {
        context.publisher().warn(issue + " is not started: " + why);
      }
    } else if (!isRunOverBudget) {
      isRunOverBudget = true;
      context.publisher().warn("no more issues are started: " + why);
      context.hold(why.toString());
    }
  }

  /** Returns the reasons why issues that are ready do not start. */
  HoldReasons reasons(LedgerView view) {
    return admission.reasons(view);
  }

  private void wakeAt(Instant later) {
    wakeAt = earlier(wakeAt, later);
  }

  private static Instant earlier(@Nullable Instant known, Instant other) {
    return known == null || other.isBefore(known) ? other : known;
  }

  private static boolean isReached(@Nullable Instant time, Instant now) {
    return time != null && !now.isBefore(time);
  }

  private void start(IssueStanding standing) throws IOException {
    Issue issue = standing.issue();
    String slot = freeSlots.element();
    Optional<IssueRecord> claimed = claims.claim(issue.id(), WorkerId.fresh(), slot);
    Claim claim = claimed.map(IssueRecord::claim).orElse(null);
    if (claim == null) {
      admission.giveBack(standing);
      return;
    }
    context.done(Checkpoint.CLAIMED);
    freeSlots.remove();
    started.add(issue.id());
    underWay++;
    working.put(issue.id(), admission.working(standing));
    admission.overlaps().started(standing);
    int number = claimed.get().attempts();
    context
        .publisher()
        .publish(new RunEvent.Claimed(issue.id(), issue.title(), claim.attempt(), number, slot));
    runThreads.work(issue, claim.attempt(), number, slot, end(issue));
  }

  /**
   * Returns a future that completes when {@code issue} must be abandoned: because all are, or
   * because a person wants it.
   */
  private CompletableFuture<Void> end(Issue issue) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    ends.put(issue.id(), end);
    if (context.interrupted().isDone()) { // perhaps before it was among them
      end.complete(null);
    }
    return end;
  }

  /** Ends attempts that a person has cancelled meanwhile. */
  void endUnwanted(LedgerView view) {
    ends.forEach(
        (issue, end) -> {
          if (view.stopWanted(issue).isPresent()) {
            end.complete(null);
          }
        });
  }

  /** Notes that a worker has ended an attempt, and frees its slot. */
  void ended(DispatcherMessage.WorkEnded signal) {
    underWay--;
    if (signal.isFree()) {
      freeSlots.add(signal.slot());
    } else {
      lostSlots++;
    }
    ends.remove(signal.issue());
    working.remove(signal.issue());
    if (signal.work().isEmpty()) {
      over(signal.issue());
    }
  }

  /** Passes {@code work} to the landing queue. */
  void finished(FinishedWork work) throws IOException {
    admission.overlaps().finished(work);
  }

  /** Notes that {@code issue} is no longer under way. */
  void over(IssueId issue) {
    admission.overlaps().over(issue);
  }

  /** Notes that a worker failed, whose slot must not be used again. */
  void broke() {
    underWay--;
  }
}
