package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.backlog.BacklogDiff;
import dev.roundhouse.orchestrator.internal.backlog.BacklogWatcher;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.landing.LandingQueue;
import dev.roundhouse.orchestrator.internal.landing.LandingResult;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.internal.recovery.UnlandedWork;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport.Ending;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.schedule.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Decides which attempt starts and which work lands next: one thread, one queue of messages. All
 * its decisions are based on the ledger; it keeps only the state of work under way in this process.
 */
public final class Dispatcher {
  private static final Duration DISMISSAL = Duration.ofMinutes(1);
  private static final long TICK_MILLIS = 200;
  private static final long NEVER = -1;

  private static final String OUT_OF_SLOTS =
      "no worktree is free: agents inside this process did not end when their time was up";

  private final RunContext context;
  private final LiveBacklog liveBacklog;
  private final BacklogWatcher watch;
  private final RunThreads runThreads;
  private final AttemptStarter starter;
  private final StopSignal stop;
  private final UnlandedWork unlandedWork;
  private final BlockingQueue<DispatcherMessage> signals = new LinkedBlockingQueue<>();
  private final PendingLandings pendingLandings;
  private final DispatcherMessage.Cases handler = new MessageHandler();
  private final FirstFailure fault = new FirstFailure();
  private final Set<AttemptId> held = new HashSet<>(); // attempts whose work awaits approval
  private final int mostWaiting; // finished attempts, to start another
  private long noticedAt = NEVER;
  private String hold = "";
  private String unclear = ""; // the problem of the current backlog
  private String redBase = ""; // the reason why no agent may start

  public Dispatcher(
      RunContext context,
      LiveBacklog liveBacklog,
      Preflight preflight,
      AttemptRunner attemptRunner,
      LandingQueue landings,
      UnlandedWork unlandedWork,
      AdmissionControl admission,
      DiskSpaceCheck diskSpace,
      StopSignal stop) {
    this.context = context;
    this.liveBacklog = liveBacklog;
    this.watch = new BacklogWatcher(preflight.source(), preflight.taken(), new BacklogSignals());
    this.pendingLandings = new PendingLandings(unlandedWork);
    this.mostWaiting = context.options().landing().mostWaiting(context.options().workers());
    this.stop = stop;
    this.unlandedWork = unlandedWork;
    this.runThreads = new RunThreads(context.options(), attemptRunner, landings, signals::add);
    this.starter =
        new AttemptStarter(context, liveBacklog.scheduler(), admission, diskSpace, runThreads);
  }

  /**
   * Works until all is done or the run is stopped.
   *
   * @param leftover work of an earlier run that is still to land
   * @param heldSlots worktrees that must not be touched
   * @param objection the reason why no agent may start; leftover work may land all the same, as it
   *     may be what repairs it
   */
  public Outcome dispatch(
      List<FinishedWork> leftover, Collection<String> heldSlots, Optional<String> objection)
      throws IOException, RefusedException, InterruptedException {
    if (objection.isPresent()) {
      redBase = objection.get();
      context.publisher().warn("no agent is started: " + summary(redBase));
      context.hold(cause(redBase));
    }
    starter.open(heldSlots);
    pendingLandings.addAll(leftover);
    context.ledger().view().issues().stream()
        .filter(each -> each.status() == LifecycleStatus.AWAITING_APPROVAL)
        .flatMap(each -> Stream.ofNullable(each.claim()))
        .forEach(claim -> held.add(claim.attempt()));
    stop.onRaise(level -> signals.add(new DispatcherMessage.StopRaised()));
    try (watch) {
      watch.begin();
      loop();
    } finally {
      dismissThreads();
    }
    if (unclear.isEmpty()) {
      pendingLandings.close();
    }
    return outcome();
  }

  /** Starts nothing, because nothing could land for {@code reason}. */
  public Outcome held(String reason) throws IOException, InterruptedException {
    hold(reason);
    dismissThreads();
    return new Outcome(Ending.HELD, reason);
  }

  /** Ends the threads; a thread that does not end may still change files after the run. */
  private void dismissThreads() throws InterruptedException {
    for (String each : runThreads.dismiss(DISMISSAL)) {
      context
          .publisher()
          .warn(
              each
                  + " did not end within "
                  + DISMISSAL.toMinutes()
                  + " minute: their threads may still be running; end this process before the next run");
    }
  }

  private void loop() throws IOException, InterruptedException {
    while (true) {
      noticeWishes();
      land();
      start();
      if (!starter.isBusy() && pendingLandings.isAnswered() && !isMoreToCome()) {
        return;
      }
      DispatcherMessage signal = signals.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      if (signal != null) {
        signal.accept(handler);
      }
    }
  }

  /** Tells whether the backlog has just changed, so that there may be more to do. */
  private boolean isMoreToCome() {
    boolean mayStart = mayLand() && stop.level() == StopSignal.Level.NONE;
    return mayStart && (watch.look() || !signals.isEmpty());
  }

  /** Reads the changes that other terminals and processes have written into the journal. */
  private void noticeWishes() throws IOException {
    LedgerView view = context.ledger().view();
    if (view.position() == noticedAt) {
      return;
    }
    noticedAt = view.position();
    starter.endUnwanted(view);
    if (pendingLandings.isAnyUnwanted(view)) {
      runThreads.lookAgain();
    }
    unlandedWork.endUnwanted(record -> pendingLandings.has(record.id()));
    pendingLandings.addAll(
        unlandedWork.of(record -> held.remove(UnlandedWork.claim(record).attempt())));
    context.ledger().snapshotIfGrown();
  }

  private void land() throws IOException {
    if (mayLand() && stop.level() != StopSignal.Level.INTERRUPT) {
      pendingLandings.give(starter, runThreads);
    }
  }

  private boolean mayLand() {
    return hold.isEmpty() && fault.isNone();
  }

  private void start() throws IOException, InterruptedException {
    if (mayLand()
        && unclear.isEmpty()
        && redBase.isEmpty()
        && stop.level() == StopSignal.Level.NONE) {
      starter.startWhatCan(mostWaiting - pendingLandings.size());
    } else {
      starter.rest();
    }
  }

  private void reread(BacklogReading reading) throws IOException {
    try {
      List<Finding> before = liveBacklog.selected().reading().findings();
      BacklogDiff shift = liveBacklog.take(reading);
      if (!unclear.isEmpty()) {
        unclear = "";
        context.hold(cause(hold.isEmpty() ? redBase : hold));
      }
      starter.refile(liveBacklog.scheduler(), shift);
      pendingLandings.reconsider();
      context.publisher().publish(shift.event(reading.findings(), before));
    } catch (RefusedException refused) {
      unclear = String.valueOf(refused.getMessage());
      pendingLandings.reconsider();
      context.publisher().warn("nothing starts until the backlog is valid again: " + unclear);
      context.hold(cause(unclear));
    }
  }

  private void landingEnded(AttemptId attempt, LandingResult result) throws IOException {
    if (result instanceof LandingResult.Held why && hold.isEmpty()) {
      hold(why.reason());
    } else if (result instanceof LandingResult.AwaitsApproval) {
      held.add(attempt);
      noticedAt = NEVER; // it may have been approved already
    }
  }

  private void hold(String reason) throws IOException {
    hold = reason;
    context.publisher().warn("nothing more can land: " + summary(reason));
    context.hold(cause(reason));
  }

  /** Returns a reason without the advice behind it, for the ledger. */
  private static String cause(String reason) {
    return reason.split("[;\n]", 2)[0].strip();
  }

  /** Returns the beginning of a reason; the whole of it ends the report. */
  private static String summary(String reason) {
    return reason.split("[:;(]", 2)[0].strip();
  }

  private void broke(DispatcherMessage.Broke broke) {
    if (broke.landing()) {
      pendingLandings.forget();
    } else {
      starter.broke();
      runThreads.stopLanding();
    }
    if (fault.add(broke.cause())) {
      context.publisher().warn("stopping: " + FileErrors.describe(broke.cause()));
    }
  }

  private Outcome outcome() throws IOException, RefusedException, InterruptedException {
    fault.rethrow();
    if (hold.isEmpty() && starter.isOutOfSlots()) {
      hold = OUT_OF_SLOTS;
      context.hold(cause(hold));
    }
    String other = redBase.isEmpty() ? unclear : redBase;
    return new Outcome(ending(), hold.isEmpty() ? other : hold);
  }

  private Ending ending() {
    return switch (stop.level()) {
      case DRAIN -> Ending.DRAINED;
      case INTERRUPT -> Ending.INTERRUPTED;
      case NONE ->
          hold.isEmpty() && unclear.isEmpty() && redBase.isEmpty() ? Ending.FINISHED : Ending.HELD;
    };
  }

  /** Returns the result for each selected issue. */
  public List<IssueResult> results() throws IOException {
    LedgerView view = context.ledger().view();
    Plan plan = liveBacklog.scheduler().plan(view).explained(starter.reasons(view));
    return liveBacklog
        .selected()
        .judged(IssueResults.of(plan, view, pendingLandings::hasLanded, starter::leavesOut));
  }

  /** Returns the errors because of which an issue may not have been read. */
  public List<Finding> unread() {
    return liveBacklog.unread();
  }

  /** The way dispatching ended. */
  public record Outcome(Ending ending, String note) {
    public boolean mayLand() {
      return ending == Ending.FINISHED || ending == Ending.DRAINED;
    }
  }

  /** Turns news of the backlog into dispatcher messages. */
  private final class BacklogSignals implements BacklogWatcher.Listener {
    @Override
    public void read(BacklogReading reading) {
      signals.add(new DispatcherMessage.BacklogRead(reading));
    }

    @Override
    public void unreadable(String reason) {
      signals.add(new DispatcherMessage.BacklogUnread(reason));
    }
  }

  /** Acts on each kind of message. */
  private final class MessageHandler implements DispatcherMessage.Cases {
    @Override
    public void workEnded(DispatcherMessage.WorkEnded ended) throws IOException {
      starter.ended(ended);
      ended.work().ifPresent(pendingLandings::add);
    }

    @Override
    public void landingEnded(DispatcherMessage.LandingEnded ended) throws IOException {
      pendingLandings.answered(ended.work(), ended.result());
      starter.over(ended.work().issue().id());
      Dispatcher.this.landingEnded(ended.work().attempt(), ended.result());
    }

    @Override
    public void broke(DispatcherMessage.Broke broke) {
      Dispatcher.this.broke(broke);
    }

    @Override
    public void backlogRead(DispatcherMessage.BacklogRead read) throws IOException {
      reread(read.reading());
    }

    @Override
    public void backlogUnread(DispatcherMessage.BacklogUnread unread) {
      context.publisher().warn(unread.reason());
    }

    @Override
    public void stopRaised(DispatcherMessage.StopRaised raised) {
      if (stop.level() == StopSignal.Level.INTERRUPT) {
        runThreads.lookAgain();
      }
    }
  }
}
