package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.backlog.BacklogSource;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.context.RunMetrics;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.internal.recovery.Recovery;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.Optional;

/**
 * A repository after {@link Recovery}, for a command that is not a run. Immutable.
 *
 * @param context the context of the command
 * @param liveBacklog the issues
 */
record RecoveredRepository(RunContext context, LiveBacklog liveBacklog) {
  /** Cleans up after a run that was killed; the run lock is {@code held}. */
  static RecoveredRepository of(
      Repository repository, RunRequest request, Ledger ledger, LockFile.Held held)
      throws IOException, RefusedException, InterruptedException {
    RunContext context =
        Run.context(
            repository,
            Preflight.branch(repository, request.options()),
            Optional.empty(),
            request,
            BacklogSource.of(repository, request).backlog(),
            ledger,
            RunId.fresh(),
            RunMetrics.empty());
    LiveBacklog liveBacklog =
        LiveBacklog.of(BacklogReader.scan(repository, request), request.options(), ledger);
    new Recovery(context, new OrphanedProcesses(), liveBacklog, held).settle();
    return new RecoveredRepository(context, liveBacklog);
  }
}
