package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.backlog.BacklogSource;
import dev.roundhouse.orchestrator.internal.backlog.BacklogWatcher;
import dev.roundhouse.orchestrator.internal.context.EventPublisher;
import dev.roundhouse.orchestrator.internal.context.RunMetrics;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.gc.PostRunMaintenance;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.run.WatchReport;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs, one after the other under one run lock, whenever there is something to do, until it
 * is stopped. Between runs it looks only at cheap signs: files, the journal's length, a ref. The
 * budget and the limit on issues count for all runs together.
 *
 * <p>For one thread.
 */
final class WatchLoop {
  private static final Duration AGAIN = Duration.ofMinutes(5); // if something is held up
  private static final Duration SOON = Duration.ofSeconds(3); // if something has changed

  private final Repository repository;
  private final RunRequest request;
  private final BacklogSource source;
  private final Ledger ledger;
  private final LockFile.Held held;
  private final RunMetrics.UsageTotal spending = new RunMetrics.UsageTotal();
  private final Set<IssueId> begun = new HashSet<>();
  private final BlockingQueue<StopSignal.Level> stops = new ArrayBlockingQueue<>(2);
  private volatile StopSignal current = new StopSignal();
  private @Nullable RunReport last;
  private boolean heldUp = true; // a run must be made even if nothing is ready, as the first one is
  private boolean behind; // the target could not follow the tip
  private Instant triedAt = Instant.EPOCH;
  private @Nullable Instant shutOutAt; // when an agent was last held until a person acts, if one is
  private boolean active;
  private int runs;
  private int issues;
  private long landed;
  private String lastWarning = "";

  WatchLoop(
      Repository repository,
      RunRequest request,
      BacklogSource source,
      Ledger ledger,
      LockFile.Held held) {
    this.repository = repository;
    this.request = request;
    this.source = source;
    this.ledger = ledger;
    this.held = held;
  }

  WatchReport go() throws IOException, RefusedException, InterruptedException {
    request
        .stop()
        .onRaise(
            level -> {
              current.raise(level);
              stops.add(level);
            });
    while (!isOver()) {
      WatchedState before = look();
      boolean again = run();
      WatchedState after = look();
      if (!again && after.isBacklogOf(before) && !isOver()) {
        await(after);
      }
    }
    return new WatchReport(runs, landed, Optional.ofNullable(last));
  }

  private boolean isOver() {
    int most = request.options().selection().maxIssues();
    return request.stop().level() != StopSignal.Level.NONE || (most > 0 && begun.size() >= most);
  }

  private WatchedState look() throws IOException {
    return WatchedState.of(repository, source, ledger, request.options().target().orElseThrow());
  }

  /** Waits until the signs differ from {@code now}, or the loop must stop. */
  private void await(WatchedState now) throws IOException, InterruptedException {
    notice("watching: waiting for new and changed issues; Ctrl-C ends it");
    Instant begun = request.clock().instant();
    WatchedState seen = now;
    boolean rests = true; // not in the middle of a change
    while (stops.poll(pause(rests), TimeUnit.MILLISECONDS) == null) {
      WatchedState next = look();
      rests = next.isLike(seen);
      seen = next;
      Duration waited = Duration.between(begun, request.clock().instant());
      follow();
      Duration enough = next.isLike(now) ? AGAIN : SOON;
      if (rests
          && (next.mayGiveWork(now) || ((heldUp || behind) && waited.compareTo(enough) >= 0))) {
        return;
      }
    }
  }

  /** Brings the target to the landed work, if the obstacle is gone. */
  private void follow() throws IOException, InterruptedException {
    Instant now = request.clock().instant();
    if (!behind || now.isBefore(triedAt.plus(SOON))) {
      return;
    }
    triedAt = now;
    String branch = request.options().target().orElseThrow();
    Target target = new Target(repository, branch);
    if (target.forward().followed()) {
      behind = false;
      EventPublisher publisher = new EventPublisher(request.listener());
      publisher.publish(new RunEvent.TargetFollowed(branch, target.tip().name()));
      publisher.note(branch + " is up to date again");
    }
  }

  private long pause(boolean rests) {
    return rests ? BacklogWatcher.usualMillis(issues) : BacklogWatcher.SOON_MILLIS;
  }

  /** Runs if there is something to do; returns true if that may have led to more. */
  private boolean run() throws IOException, RefusedException, InterruptedException {
    String notNow = source.notNow();
    if (!notNow.isEmpty()) {
      heldUp = true;
      notice("watching: nothing starts, because " + notNow);
      return false;
    }
    Instant asked = request.clock().instant();
    try {
      Preflight preflight = Preflight.of(repository, remaining(), source);
      issues = preflight.reading().issues().size();
      return (heldUp || isWork(preflight)) && run(preflight, asked);
    } catch (RefusedException refused) {
      if (runs == 0) {
        throw refused;
      }
      heldUp = true;
      notice(
          "watching: nothing starts: "
              + refused.getMessage()
              + "; "
              + refused.hint()
              + " (commands that are refused during a run stay refused until the watch ends)");
      return false;
    }
  }

  private boolean isWork(Preflight preflight) throws IOException {
    Plan plan = preflight.scheduler().plan(ledger.view());
    return plan.count(Readiness.READY) + plan.count(Readiness.AFTER) + plan.count(Readiness.ACTIVE)
        > 0;
  }

  private boolean run(Preflight preflight, Instant asked)
      throws IOException, RefusedException, InterruptedException {
    active = false;
    runs++;
    current = new StopSignal();
    current.raise(request.stop().level());
    RunRequest selected = request.with(preflight.selected().options()).with(current, this::on);
    preflight.source().save();
    Map<String, AccountLimit> shutOut = shutOut();
    boolean mayTry = mayTryAccounts();
    RunReport report =
        new Run(preflight, selected, ledger, RunId.fresh(), spending).go(held, mayTry, asked);
    boolean isShutOut = noteShutOut(mayTry ? Map.of() : shutOut);
    new PostRunMaintenance(repository, ledger, new EventPublisher(request.listener()), held)
        .after(report.ending());
    last = report;
    landed += report.landed();
    lastWarning = "";
    Plan plan = preflight.scheduler().plan(ledger.view());
    behind = report.waiting().isPresent();
    heldUp = report.ending() == RunReport.Ending.HELD || plan.count(Readiness.READY) > 0;
    return (active && !isShutOut) || isOtherwise(plan, report);
  }

  private boolean mayTryAccounts() {
    return shutOutAt == null || !request.clock().instant().isBefore(shutOutAt.plus(AGAIN));
  }

  /** Returns the holds that do not end by themselves. */
  private Map<String, AccountLimit> shutOut() throws IOException {
    return ledger.view().limits().entrySet().stream()
        .filter(each -> each.getValue().trouble().needsPerson())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Notes whether a run left such a hold, and when, unless it is that of {@code before}. */
  private boolean noteShutOut(Map<String, AccountLimit> before) throws IOException {
    Map<String, AccountLimit> now = shutOut();
    if (now.isEmpty()) {
      shutOutAt = null;
    } else if (!now.equals(before)) {
      shutOutAt = request.clock().instant();
    }
    return !now.isEmpty();
  }

  /** Tells whether a person has changed the plan since the run last read it. */
  private static boolean isOtherwise(Plan plan, RunReport report) {
    return report.issues().stream()
        .anyMatch(
            each ->
                plan.find(each.id())
                    .filter(now -> !now.status().equals(each.status()))
                    .isPresent());
  }

  private void on(RunEvent event) {
    if (event instanceof RunEvent.Claimed claimed) {
      begun.add(claimed.issue());
      active = true;
    } else if (event instanceof RunEvent.Landed) {
      active = true;
    }
    request.listener().on(event);
  }

  /** Returns the request with its limit on issues reduced by those already begun. */
  private RunRequest remaining() {
    RunOptions options = request.options();
    int most = options.selection().maxIssues();
    return most == 0
        ? request
        : request.with(
            options.toBuilder().selection(options.selection().atMost(most - begun.size())).build());
  }

  private void notice(String what) {
    if (!what.equals(lastWarning)) {
      lastWarning = what;
      new EventPublisher(request.listener()).note(what);
    }
  }
}
