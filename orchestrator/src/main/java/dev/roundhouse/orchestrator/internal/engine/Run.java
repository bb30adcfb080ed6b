package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.internal.agent.Agents;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.EventPublisher;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.context.RunMetrics;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.dispatch.AdmissionControl;
import dev.roundhouse.orchestrator.internal.dispatch.AttemptRunner;
import dev.roundhouse.orchestrator.internal.dispatch.DiskSpaceCheck;
import dev.roundhouse.orchestrator.internal.dispatch.Dispatcher;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.FastForwardResult;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.git.worktree.Harvest;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.internal.landing.LandingQueue;
import dev.roundhouse.orchestrator.internal.overlap.OverlapTracker;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.internal.preflight.RunComponents;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.internal.recovery.Recovery;
import dev.roundhouse.orchestrator.internal.recovery.UnlandedWork;
import dev.roundhouse.orchestrator.internal.resource.IssueLeases;
import dev.roundhouse.orchestrator.options.DiskOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Makes one run, from recovery to report, under the run lock. For one thread. */
final class Run {
  private final Preflight preflight;
  private final RunRequest request;
  private final Ledger ledger;
  private final RunContext context;
  private final RunComponents runComponents;
  private boolean isBegun;

  Run(
      Preflight preflight,
      RunRequest request,
      Ledger ledger,
      RunId id,
      RunMetrics.UsageTotal spending) {
    this.preflight = preflight;
    this.request = request;
    this.ledger = ledger;
    this.runComponents = new RunComponents(preflight, request);
    this.context =
        context(
            preflight.repository(),
            preflight.branch(),
            preflight.message(),
            request,
            preflight.source().backlog(),
            ledger,
            id,
            RunMetrics.with(spending));
  }

  static RunContext context(
      Repository repository,
      String branch,
      Optional<Template> message,
      RunRequest request,
      Backlog backlog,
      Ledger ledger,
      RunId id,
      RunMetrics metrics) {
    CompletableFuture<Void> interrupted = new CompletableFuture<>();
    request
        .stop()
        .onRaise(
            level -> {
              if (level == StopSignal.Level.INTERRUPT) {
                interrupted.complete(null);
              }
            });
    Path root = request.options().worktrees().orElseGet(repository::defaultWorktreeRoot);
    DiskOptions.KeepIgnored kept = request.options().disk().keepIgnored();
    return new RunContext(
        id,
        request.options(),
        repository,
        new Target(repository, branch),
        new WorktreePool(repository, root).keeping(kept.workers(), kept.gates()),
        ledger,
        backlog,
        new EventPublisher(request.listener()),
        request.clock(),
        metrics,
        request.steps(),
        message,
        interrupted);
  }

  Repository repository() {
    return context.repository();
  }

  /**
   * Makes the run, and reports it as over once the ledger says so.
   *
   * @param mayTryAccounts true if the holds that a person was to see to are lifted first
   * @param asked the time from which the run counts for the person who asked for it
   */
  RunReport go(LockFile.Held held, boolean mayTryAccounts, Instant asked)
      throws IOException, RefusedException, InterruptedException {
    try {
      RunReport report = make(held, mayTryAccounts, asked);
      context.publisher().publish(new RunEvent.Finished(report));
      return report;
    } catch (IOException | RefusedException | RuntimeException fault) {
      if (isBegun) {
        context.publisher().publish(new RunEvent.Aborted(String.valueOf(fault.getMessage())));
      }
      throw fault;
    }
  }

  private RunReport make(LockFile.Held held, boolean mayTryAccounts, Instant asked)
      throws IOException, RefusedException, InterruptedException {
    Beginning begun =
        new Beginning(
            asked,
            request.clock().instant(),
            context.repository().refs().commit(context.target().branchRef()));
    LiveBacklog liveBacklog = new LiveBacklog(preflight.selected(), preflight.scheduler(), ledger);
    Gate gate = runComponents.gate();
    OverlapTracker overlaps = new OverlapTracker(context, liveBacklog::isIssueFile);
    LandingQueue landings = new LandingQueue(context, gate, liveBacklog, overlaps::rivals);
    Recovery recovery = new Recovery(context, new OrphanedProcesses(), liveBacklog, held);
    List<FinishedWork> unlanded = recovery.recover();
    new Harvest(context.repository()).beginAll();
    context.pool().prepare();
    Agents agents = runComponents.agents(context.repository());
    IssueLeases leases = new IssueLeases(runComponents.resources(), request.options().resources());
    begin(agents.usual(), gate);
    if (mayTryAccounts) {
      tryAccountsAgain();
    }
    landings.notifyUnreceived();
    String outcome = "failed";
    isBegun = true;
    try {
      Optional<String> hold = landings.hold();
      announce(agents.usual(), gate, liveBacklog, begun.at());
      runComponents.profiles().forEach(context.publisher()::note);
      runComponents.unread().forEach(context.publisher()::warn);
      withheld();
      Dispatcher dispatcher =
          new Dispatcher(
              context,
              liveBacklog,
              preflight,
              new AttemptRunner(
                  context, agents, runComponents.supplies(context.repository()), leases),
              landings,
              new UnlandedWork(context, liveBacklog),
              new AdmissionControl(context, agents, leases, overlaps),
              new DiskSpaceCheck(context, request.freeSpace()),
              request.stop());
      Dispatcher.Outcome end =
          hold.isPresent()
              ? dispatcher.held(hold.get())
              : dispatcher.dispatch(unlanded, recovery.heldSlots(), objectionToBase(landings));
      Optional<String> behind = end.mayLand() ? landings.sync() : forward();
      landings.awaitReceipts();
      outcome = end.ending().word();
      return report(dispatcher, end, behind, gate != null, begun);
    } finally {
      overlaps.close();
      landings.stopNotifying();
      ledger.commit(new Event.RunEnded(context.run(), outcome, request.clock().instant()));
      ledger.snapshot();
    }
  }

  /** Returns the reason why no agent may start; empty if none would start anyway. */
  private Optional<String> objectionToBase(LandingQueue landings)
      throws IOException, InterruptedException {
    if (preflight.scheduler().plan(ledger.view()).count(Readiness.READY) == 0) {
      return Optional.empty();
    }
    CompletableFuture<Void> stop = new CompletableFuture<>();
    request
        .stop()
        .onRaise(
            level -> {
              if (level != StopSignal.Level.NONE) {
                stop.complete(null);
              }
            });
    return landings.objectionToBase(stop);
  }

  /**
   * Returns the reason why the target is not at the tip, for a run in which nothing more may be
   * gated.
   */
  private Optional<String> forward() throws IOException, InterruptedException {
    FastForwardResult result = context.target().forward();
    return result.followed() ? Optional.empty() : Optional.of(result.reason());
  }

  private void begin(Agent agent, @Nullable Gate gate) throws IOException {
    List<String> gateLine = gate == null ? List.of() : List.of(gate.display());
    ProcessIdentity owner = new OrphanedProcesses().self(runComponents.token());
    ledger.commit(
        new Event.RunStarted(
            context.run(),
            preflight.branch(),
            List.of(agent.display()),
            gateLine,
            request.options().workers(),
            owner,
            request.clock().instant()));
  }

  /** Lifts the holds that a person was to see to, which is what a run is for. */
  private void tryAccountsAgain() throws IOException {
    Instant now = request.clock().instant();
    ledger.commit(
        view ->
            view.limits().entrySet().stream()
                .filter(each -> each.getValue().trouble().needsPerson())
                .<Event>map(each -> new Event.LimitLifted(each.getKey(), now))
                .toList());
  }

  private void withheld() {
    List<String> passed = runComponents.wanted();
    List<String> secret = new ArrayList<>(runComponents.environment().withheld());
    secret.removeAll(passed);
    withheld(secret, "it looks secret");
    passed.forEach(
        each ->
            context
                .publisher()
                .note(each + " is passed to the agents that need it to log in, and not to gates"));
    withheld(runComponents.environment().unknown(), "it changes what git does");
  }

  private void withheld(List<String> names, String why) {
    if (!names.isEmpty()) {
      context
          .publisher()
          .note(
              "withheld from agents and gates because "
                  + why
                  + ": "
                  + String.join(", ", names)
                  + " (list it under 'env' to pass it)");
    }
  }

  private void announce(Agent agent, @Nullable Gate gate, LiveBacklog backlog, Instant begun)
      throws IOException {
    Plan plan = preflight.scheduler().plan(ledger.view());
    context
        .publisher()
        .publish(
            new RunEvent.Started(
                context.run(),
                preflight.branch(),
                agent.display(),
                Optional.ofNullable(gate).map(Gate::display),
                request.options().workers(),
                (int) (plan.count(Readiness.READY) + plan.count(Readiness.AFTER)),
                (int) plan.count(Readiness.BLOCKED),
                preflight.reading().findings(),
                new OutlookReader(context, backlog, agent.display(), begun)));
  }

  private RunReport report(
      Dispatcher dispatcher,
      Dispatcher.Outcome end,
      Optional<String> behind,
      boolean tested,
      Beginning begun)
      throws IOException {
    return new RunReport(
        context.run(),
        preflight.branch(),
        end.ending(),
        end.note(),
        dispatcher.results(),
        dispatcher.unread(),
        begun.target().map(ObjectId::name).orElse(""),
        context.target().tip().name(),
        behind,
        tested,
        Duration.between(begun.asked(), request.clock().instant()),
        context.metrics().timings().totals(),
        context.metrics().corrections().byCategory(),
        context.metrics().flakes().count(),
        UsageStatistics.ofRun(ledger.view(), context.run(), ZoneId.systemDefault()));
  }

  /** The time a run was asked for, the time it began, and the commit of the target at that time. */
  private record Beginning(Instant asked, Instant at, Optional<ObjectId> target) {}
}
