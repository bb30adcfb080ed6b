package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.backlog.BacklogSource;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunMetrics;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.FastForwardResult;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.git.branch.TargetState;
import dev.roundhouse.orchestrator.internal.landing.LandingQueue;
import dev.roundhouse.orchestrator.internal.preflight.GateFactory;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import dev.roundhouse.orchestrator.internal.recovery.DroppedLandings;
import dev.roundhouse.orchestrator.internal.recovery.Recovery;
import dev.roundhouse.orchestrator.internal.resource.Resources;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.SyncReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings landed work to the target on request. While a run is active only the fast-forward is
 * tried: everything else belongs to the run. For one thread.
 */
public final class SyncOperation {
  private final Repository repository;
  private final RunRequest request;
  private final String branch;
  private final Target target;

  public SyncOperation(Repository repository, RunRequest request)
      throws IOException, RefusedException {
    this.repository = repository;
    this.request = request;
    this.branch = Preflight.branch(repository, request.options());
    this.target = new Target(repository, branch);
  }

  public SyncReport go(SyncReport.Mode mode)
      throws IOException, RefusedException, InterruptedException {
    RunLauncher.repair(repository, request);
    Optional<LockFile.Held> held = RunLock.tryTake(repository);
    if (held.isEmpty() && mode != SyncReport.Mode.ASK) {
      throw RunLock.busy(repository, "stop that run first");
    }
    if (held.isEmpty()) {
      FastForwardResult result = target.forward();
      return report(result.followed() ? Optional.empty() : Optional.of(result.reason()), List.of());
    }
    try (LockFile.Held lock = held.get();
        Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
      BacklogSource source = BacklogSource.of(repository, request);
      RunContext context =
          Run.context(
              repository,
              branch,
              Optional.empty(),
              request,
              source.backlog(),
              ledger,
              RunId.fresh(),
              RunMetrics.empty());
      LiveBacklog liveBacklog =
          LiveBacklog.of(BacklogReader.read(repository, request), request.options(), ledger);
      new Recovery(context, new OrphanedProcesses(), liveBacklog, lock).settle();
      List<String> settled = settle(mode);
      new DroppedLandings(context).record();
      Gate gate = gate();
      LandingQueue landings = new LandingQueue(context, gate, liveBacklog, issue -> 0);
      boolean unknown = gate == null && wasGated(ledger.view());
      return report(bring(landings, unknown), settled);
    } finally {
      RecordLinkCache.forget();
    }
  }

  /** Brings the target to the tip, and notifies the source of issues of what has landed. */
  private Optional<String> bring(LandingQueue landings, boolean unknown)
      throws IOException, RefusedException, InterruptedException {
    try {
      landings.notifyUnreceived();
      Optional<String> behind = unknown ? forward(landings) : landings.sync();
      landings.awaitReceipts();
      return behind;
    } finally {
      landings.stopNotifying();
    }
  }

  private boolean wasGated(LedgerView view) {
    return view.runs().stream()
        .anyMatch(run -> run.target().equals(branch) && !run.gate().isEmpty());
  }

  /**
   * Moves the target as far as no gate is needed: a merge that the gate has not judged is not made.
   */
  private Optional<String> forward(LandingQueue landings)
      throws IOException, RefusedException, InterruptedException {
    if (target.inspect() instanceof TargetState.Diverged) {
      return Optional.of(
          "what was committed to "
              + branch
              + " must be merged with what has landed, and the gate of the last run must pass on"
              + " the result: name it with --gate CMD or in roundhouse.yaml, or let 'roundhouse"
              + " run' do it");
    }
    Optional<String> hold = landings.hold();
    if (hold.isPresent()) {
      return hold;
    }
    FastForwardResult result = target.follow();
    return result.followed() ? Optional.empty() : Optional.of(result.reason());
  }

  private SyncReport report(Optional<String> waiting, List<String> settled)
      throws IOException, InterruptedException {
    return new SyncReport(branch, target.tip().name(), waiting, settled);
  }

  private List<String> settle(SyncReport.Mode mode) throws IOException, InterruptedException {
    List<String> settled = new ArrayList<>();
    if (mode != SyncReport.Mode.ASK && target.inspect() instanceof TargetState.Dropped dropped) {
      dropped.landings().forEach(each -> settled.add(settled(each, mode)));
      if (mode == SyncReport.Mode.ACCEPT) {
        target.accept(dropped);
      } else {
        target.restore(dropped);
      }
    }
    return settled;
  }

  private static String settled(LandingCommit landing, SyncReport.Mode mode) {
    Optional<IssueId> issue = landing.issue();
    return mode == SyncReport.Mode.RESTORE || issue.isEmpty()
        ? landing.line()
        : landing.line()
            + "; 'roundhouse retry "
            + issue.get()
            + "' runs it again, 'roundhouse rescue "
            + issue.get()
            + "' lists the work that is kept";
  }

  private @Nullable Gate gate() throws IOException, RefusedException, InterruptedException {
    String token = RunToken.outsideRuns(repository.commonDir());
    return new GateFactory(repository, request, new ProcessRunner(), token)
        .gate(
            GateFactory.find(repository, request),
            new Resources(request.options().resources().counts()));
  }
}
