package dev.roundhouse.orchestrator.internal.gc;

import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.context.EventPublisher;
import dev.roundhouse.orchestrator.internal.git.GitMaintenance;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.util.Objects;

/**
 * Tidies up after a run: a journal that has grown long is compacted, many loose refs are packed,
 * and git collects garbage if that is due. Nothing that a person could want back is deleted. For
 * one thread, under the run lock.
 */
public final class PostRunMaintenance {
  static final long LONG_JOURNAL = 64L << 20;

  private final Repository repository;
  private final Ledger ledger;
  private final EventPublisher publisher;

  public PostRunMaintenance(
      Repository repository, Ledger ledger, EventPublisher publisher, LockFile.Held proof) {
    this.repository = repository;
    this.ledger = ledger;
    this.publisher = publisher;
    Objects.requireNonNull(proof);
  }

  /**
   * Tidies up after a run that was not interrupted; a failure is reported and has no other effect.
   */
  public void after(RunReport.Ending ending) throws InterruptedException {
    if (ending == RunReport.Ending.INTERRUPTED) {
      return;
    }
    try {
      if (new StateDirectory(repository.stateDir()).journalBytes() > LONG_JOURNAL) {
        ledger.compact();
      }
      new GitMaintenance(repository).run();
    } catch (IOException failed) {
      publisher.warn(
          "cleaning up failed, which only costs disk space: " + FileErrors.describe(failed));
    }
  }
}
