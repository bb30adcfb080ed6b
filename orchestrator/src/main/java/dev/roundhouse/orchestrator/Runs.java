package dev.roundhouse.orchestrator;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.git.Mended;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.git.RepositoryProblem;
import dev.roundhouse.orchestrator.git.Target;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.work.Bulletin;
import dev.roundhouse.orchestrator.work.RunRequest;
import dev.roundhouse.orchestrator.work.Spending;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Opens what runs need, and closes it after them. Immutable. */
final class Runs {
  private final RunRequest request;

  Runs(RunRequest request) {
    this.request = request;
  }

  RunReport once() throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      mend(repository, request);
      Preflight preflight = Preflight.of(repository, request);
      RunId run = RunId.fresh();
      try (LockFile.Held held = RunLock.take(repository, run.value(), request.clock());
          Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
        preflight.source().save();
        RunRequest meant = request.with(preflight.meant().options());
        RunReport report = new Run(preflight, meant, ledger, run, new Spending()).go(held);
        new Upkeep(repository, ledger, new Bulletin(request.listener()), held)
            .after(report.ending());
        return report;
      } catch (IOException failed) {
        throw explained(repository, failed);
      }
    }
  }

  WatchReport watch() throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      mend(repository, request);
      String target = Preflight.branch(repository, request.options());
      RunRequest pinned = request.with(request.options().toBuilder().target(target).build());
      BacklogSource source = BacklogSource.of(repository, pinned).orEmpty();
      Preflight.of(repository, pinned, source);
      try (LockFile.Held held = RunLock.take(repository, "watch", request.clock());
          Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
        return new Watch(repository, pinned, source, ledger, held).go();
      } catch (IOException failed) {
        throw explained(repository, failed);
      }
    }
  }

  /** Whoever removes the state under a run ends it; that is not a matter of a full disk. */
  private static IOException explained(Repository repository, IOException failed) {
    if (Files.isDirectory(repository.stateDir())) {
      return failed;
    }
    RepositoryProblem removed =
        new RepositoryProblem(
            repository.stateDir()
                + ", where Roundhouse keeps its state, was removed during the run",
            "find out what removes it, perhaps a test that an agent ran, then run again: what has"
                + " landed is read from the commits, and worktrees with unsaved work are kept");
    removed.addSuppressed(failed);
    return removed;
  }

  /** Before anything is read from the checkout: files of it may be there in halves. */
  static void mend(Repository repository, RunRequest request)
      throws IOException, InterruptedException {
    Optional<Mended> mended = Target.mend(repository);
    if (mended.isPresent()) {
      Bulletin bulletin = new Bulletin(request.listener());
      if (mended.get().whole()) {
        bulletin.note(mended.get().words());
      } else {
        bulletin.warn(mended.get().words());
      }
    }
  }
}
