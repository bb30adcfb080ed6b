package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerRepair;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.diagnosis.Leftovers;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cleans up what killed commands have left: as a run would before it begins, and also old locks of
 * git and temporary files. Work is saved before anything is removed. For one thread.
 */
public final class LeftoverCleanup {
  private final Repository repository;
  private final RunRequest request;
  private final List<String> done = new ArrayList<>();

  public LeftoverCleanup(Repository repository, RunRequest request) {
    this.repository = repository;
    this.request = request;
  }

  /** Cleans up, and returns what was done, one line each. */
  public List<String> go() throws IOException, RefusedException, InterruptedException {
    if (!Files.isDirectory(repository.stateDir())) { // nothing of ours has run here yet
      deleteGitLocks(leftovers());
      return List.copyOf(done);
    }
    try (LockFile.Held held = RunLock.take(repository, "doctor", request.clock())) {
      Leftovers leftovers = leftovers();
      deleteGitLocks(leftovers);
      for (Path each : leftovers.temporaryFiles()) {
        if (Files.deleteIfExists(each)) {
          done.add("deleted the temporary file " + each);
        }
      }
      if (LedgerRepair.damages(repository.stateDir()).isEmpty() && repository.hasCommits()) {
        settle(leftovers, held);
      }
    }
    return List.copyOf(done);
  }

  private Leftovers leftovers() {
    return new Leftovers(repository, request.clock());
  }

  private void deleteGitLocks(Leftovers leftovers) throws IOException {
    leftovers.deleteOldGitLocks().forEach(each -> done.add("deleted the lock " + each));
  }

  private void settle(Leftovers leftovers, LockFile.Held held)
      throws IOException, RefusedException, InterruptedException {
    try (Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
      List<RunRecord> killed = Leftovers.killedRuns(ledger.view());
      OrphanedProcesses processes = new OrphanedProcesses();
      List<Long> before = leftovers.processes(ledger.view(), processes);
      var unused = RecoveredRepository.of(repository, request, ledger, held);
      for (long each : before) {
        boolean isLeft = processes.isRunning(each);
        done.add(isLeft ? "process " + each + " cannot be ended" : "ended process " + each);
      }
      killed.forEach(each -> done.add("recorded that " + each.id() + " has ended"));
    }
  }
}
