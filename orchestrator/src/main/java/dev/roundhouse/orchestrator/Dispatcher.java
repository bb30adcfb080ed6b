package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.landing.LandingQueue;
import dev.roundhouse.orchestrator.landing.LandingResult;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport.Ending;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import dev.roundhouse.orchestrator.work.FinishedWork;
import dev.roundhouse.orchestrator.work.RunContext;
import dev.roundhouse.orchestrator.work.StopSignal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what starts and what lands next: one thread, one queue of signals. Everything it decides
 * from is in the ledger; what it keeps itself is only what is under way in this process.
 */
final class Dispatcher {
  private static final long TICK_MILLIS = 200;
  private static final long NEVER = -1;

  private final RunContext context;
  private final Scheduler scheduler;
  private final Crew crew;
  private final Starter starter;
  private final StopSignal stop;
  private final Leftovers leftovers;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Deque<FinishedWork> unlanded = new ArrayDeque<>();
  private final Set<FinishedWork> landing = new HashSet<>(); // handed over, and not answered
  private final Set<IssueId> landed = new HashSet<>();
  private final Set<AttemptId> held = new HashSet<>(); // their work awaits approval
  private long noticedAt = NEVER;
  private String hold = "";
  private @Nullable Throwable fault;

  Dispatcher(
      RunContext context,
      Scheduler scheduler,
      Workshop workshop,
      LandingQueue landings,
      Leftovers leftovers,
      Admission admission,
      Room room,
      StopSignal stop) {
    this.context = context;
    this.scheduler = scheduler;
    this.stop = stop;
    this.leftovers = leftovers;
    this.crew = new Crew(context.options(), workshop, landings, signals::add);
    this.starter = new Starter(context, scheduler, admission, room, crew);
  }

  /**
   * Works until nothing is left to do or the run is stopped.
   *
   * @param leftover work of an earlier run that is to land
   * @param heldSlots worktrees that must not be touched
   */
  Outcome dispatch(List<FinishedWork> leftover, Collection<String> heldSlots)
      throws IOException, RefusedException, InterruptedException {
    starter.open(heldSlots);
    unlanded.addAll(leftover);
    context.ledger().view().issues().stream()
        .filter(each -> each.status() == LifecycleStatus.AWAITING_APPROVAL)
        .flatMap(each -> Stream.ofNullable(each.claim()))
        .forEach(claim -> held.add(claim.attempt()));
    stop.onRaise(level -> signals.add(new Signal.StopRaised()));
    try {
      loop();
    } finally {
      crew.dismiss();
    }
    return outcome();
  }

  /** Starts nothing: {@code reason} says why nothing could land. */
  Outcome held(String reason) throws InterruptedException {
    hold(reason);
    crew.dismiss();
    return new Outcome(Ending.HELD, reason);
  }

  private void loop() throws IOException, InterruptedException {
    while (true) {
      noticeWishes();
      land();
      start();
      if (!starter.isBusy() && landing.isEmpty()) {
        return;
      }
      Signal signal = signals.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      if (signal != null) {
        hear(signal);
      }
    }
  }

  /** What other terminals and processes have written into the journal since. */
  private void noticeWishes() throws IOException {
    LedgerView view = context.ledger().view();
    if (view.position() == noticedAt) {
      return;
    }
    noticedAt = view.position();
    starter.endUnwanted(view);
    if (landing.stream().anyMatch(each -> view.stopWanted(each.issue().id()).isPresent())) {
      crew.lookAgain();
    }
    unlanded.addAll(leftovers.of(record -> held.remove(Recovery.claim(record).attempt())));
    context.ledger().snapshotIfGrown();
  }

  private void land() throws IOException {
    boolean interrupted = stop.level() == StopSignal.Level.INTERRUPT;
    while (!unlanded.isEmpty() && mayLand() && !interrupted) {
      FinishedWork next = unlanded.remove();
      landing.add(next);
      starter.finished(next);
      crew.land(next);
    }
  }

  private boolean mayLand() {
    return hold.isEmpty() && fault == null;
  }

  private void start() throws IOException, InterruptedException {
    if (mayLand() && stop.level() == StopSignal.Level.NONE) {
      starter.startWhatCan();
    } else {
      starter.rest();
    }
  }

  private void hear(Signal signal) {
    if (signal instanceof Signal.WorkEnded ended) {
      starter.ended(ended);
      ended.work().ifPresent(unlanded::add);
    } else if (signal instanceof Signal.LandingEnded ended) {
      landing.remove(ended.work());
      starter.over(ended.work().issue().id());
      landingEnded(ended.work().attempt(), ended.result());
    } else if (signal instanceof Signal.Broke broke) {
      broke(broke);
    } else if (stop.level() == StopSignal.Level.INTERRUPT) {
      crew.lookAgain();
    }
  }

  private void landingEnded(AttemptId attempt, LandingResult result) {
    if (result instanceof LandingResult.Held why && hold.isEmpty()) {
      hold(why.reason());
    } else if (result instanceof LandingResult.AwaitsApproval) {
      held.add(attempt);
      noticedAt = NEVER; // it may have been approved already
    } else if (result instanceof LandingResult.Landed done) {
      landed.add(done.issue());
    }
  }

  private void hold(String reason) {
    hold = reason;
    context.bulletin().warn("nothing more can land: " + reason);
  }

  private void broke(Signal.Broke broke) {
    if (broke.landing()) {
      landing.clear();
    } else {
      starter.broke();
      crew.putDown();
    }
    if (fault == null) {
      fault = broke.cause();
      context.bulletin().warn("stopping: " + broke.cause().getMessage());
    } else {
      fault.addSuppressed(broke.cause());
    }
  }

  private Outcome outcome() throws IOException, RefusedException, InterruptedException {
    if (fault instanceof IOException failed) {
      throw failed;
    }
    if (fault instanceof RefusedException refused) {
      throw refused;
    }
    if (fault instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (fault != null) {
      throw new IllegalStateException("a worker failed: " + fault, fault);
    }
    return new Outcome(ending(), hold);
  }

  private Ending ending() {
    return switch (stop.level()) {
      case DRAIN -> Ending.DRAINED;
      case INTERRUPT -> Ending.INTERRUPTED;
      case NONE -> hold.isEmpty() ? Ending.FINISHED : Ending.HELD;
    };
  }

  /** What became of each selected issue. */
  List<IssueResult> results() throws IOException {
    Plan plan = scheduler.plan(context.ledger().view());
    return Results.of(plan, landed::contains, starter::leavesOut);
  }

  /** How dispatching ended. */
  record Outcome(Ending ending, String note) {
    boolean mayLand() {
      return ending == Ending.FINISHED || ending == Ending.DRAINED;
    }
  }
}
