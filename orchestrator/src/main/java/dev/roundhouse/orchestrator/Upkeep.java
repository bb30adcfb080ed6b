package dev.roundhouse.orchestrator;

import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.git.Maintenance;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.work.Bulletin;
import java.io.IOException;
import java.util.Objects;

/**
 * What a run leaves tidy behind itself: a journal that has grown long is compacted, many loose refs
 * are packed, and git collects garbage if that is due. Nothing that a person could want back is
 * taken away. For one thread, under the run lock.
 */
final class Upkeep {
  static final long LONG_JOURNAL = 64L << 20;

  private final Repository repository;
  private final Ledger ledger;
  private final Bulletin bulletin;

  Upkeep(Repository repository, Ledger ledger, Bulletin bulletin, LockFile.Held proof) {
    this.repository = repository;
    this.ledger = ledger;
    this.bulletin = bulletin;
    Objects.requireNonNull(proof);
  }

  /** Tidies up after a run that was not interrupted; a failure is said, and costs nothing else. */
  void after(RunReport.Ending ending) throws InterruptedException {
    if (ending == RunReport.Ending.INTERRUPTED) {
      return;
    }
    try {
      if (new StateDir(repository.stateDir()).journalBytes() > LONG_JOURNAL) {
        ledger.compact();
      }
      new Maintenance(repository).run();
    } catch (IOException failed) {
      bulletin.warn(
          "tidying up failed, which costs nothing but space: " + FileErrors.describe(failed));
    }
  }
}
