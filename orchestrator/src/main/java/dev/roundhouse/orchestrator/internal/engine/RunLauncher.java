package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.backlog.BacklogSource;
import dev.roundhouse.orchestrator.internal.context.EventPublisher;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunMetrics;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.gc.PostRunMaintenance;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.CheckoutRepair;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.notify.Notifier;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.WatchReport;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/** Opens the resources that runs need, and closes them afterwards. Immutable. */
public final class RunLauncher {
  private final RunRequest request;

  public RunLauncher(RunRequest request) {
    this.request = request;
  }

  public RunReport once() throws IOException, RefusedException, InterruptedException {
    Instant asked = request.clock().instant();
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      repair(repository, request);
      Preflight preflight = Preflight.of(repository, request);
      preflight.trySandboxes(request);
      RunId run = RunId.fresh();
      try (LockFile.Held held = RunLock.take(repository, run.value(), request.clock());
          Ledger ledger = Ledger.open(repository.stateDir(), request.clock());
          Notifier notifier = Notifier.of(repository, request)) {
        preflight.source().save();
        RunRequest selected =
            request.with(preflight.selected().options()).with(request.stop(), notifier);
        RunReport report =
            go(new Run(preflight, selected, ledger, run, new RunMetrics.UsageTotal()), held, asked);
        new PostRunMaintenance(repository, ledger, new EventPublisher(notifier), held)
            .after(report.ending());
        return report;
      }
    } finally {
      RecordLinkCache.forget();
    }
  }

  private static RunReport go(Run run, LockFile.Held held, Instant asked)
      throws IOException, RefusedException, InterruptedException {
    try {
      return run.go(held, true, asked);
    } catch (IOException failed) {
      throw explained(run.repository(), failed);
    }
  }

  public WatchReport watch() throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      repair(repository, request);
      String target = Preflight.branch(repository, request.options());
      RunRequest pinned = request.with(request.options().toBuilder().target(target).build());
      BacklogSource source = BacklogSource.of(repository, pinned).orEmpty();
      Preflight.of(repository, pinned, source).trySandboxes(pinned);
      try (LockFile.Held held = RunLock.take(repository, "watch", request.clock());
          Ledger ledger = Ledger.open(repository.stateDir(), request.clock());
          Notifier notifier = Notifier.of(repository, pinned)) {
        RunRequest heard = pinned.with(pinned.stop(), notifier);
        try {
          return new WatchLoop(repository, heard, source, ledger, held).go();
        } catch (IOException failed) {
          throw explained(repository, failed);
        }
      }
    } finally {
      RecordLinkCache.forget();
    }
  }

  /**
   * Explains the failure of a run whose state was removed under it; a full disk is not the cause
   * then.
   */
  private static IOException explained(Repository repository, IOException failed) {
    if (Files.isDirectory(repository.stateDir())) {
      return failed;
    }
    RepositoryException removed =
        new RepositoryException(
            repository.stateDir()
                + ", where Roundhouse keeps its state, was removed during the run",
            "find out what removes it, perhaps a test that an agent ran, then run again: what has"
                + " landed is read from the commits, and worktrees with unsaved work are kept");
    removed.addSuppressed(failed);
    return removed;
  }

  /**
   * Repairs the checkout before anything is read from it: an interrupted fast-forward may have left
   * files half written.
   */
  static void repair(Repository repository, RunRequest request)
      throws IOException, InterruptedException {
    Optional<CheckoutRepair> repaired = Target.repair(repository);
    if (repaired.isPresent()) {
      EventPublisher publisher = new EventPublisher(request.listener());
      if (repaired.get().whole()) {
        publisher.note(repaired.get().words());
      } else {
        publisher.warn(repaired.get().words());
      }
    }
  }
}
