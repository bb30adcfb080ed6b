package dev.roundhouse.orchestrator.internal.diagnosis;

import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.gc.GarbageCollector;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.run.GcReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Questions about the traces of runs and of git commands that were killed.
 *
 * @param repository the repository
 * @param request the source of time, and the options
 */
record LeftoverChecks(Repository repository, RunRequest request) {
  private static final String FIX = "'roundhouse doctor --fix', or the next run, cleans up";

  /** Checks who holds the run lock, and for locks of git that are old. */
  List<HealthCheck> locks(LedgerView view) throws IOException {
    List<HealthCheck> checks = new ArrayList<>();
    Optional<String> holder = RunLock.heldBy(repository.stateDir());
    if (holder.isPresent()) {
      checks.add(HealthCheck.ok("locks", "held by a command at work: " + holder.get()));
    } else {
      for (RunRecord each : Leftovers.killedRuns(view)) {
        checks.add(HealthCheck.warning("locks", each.id() + " was killed before it ended", FIX));
      }
    }
    for (Path each : new Leftovers(repository, request.clock()).oldGitLocks()) {
      checks.add(
          HealthCheck.error(
              "locks",
              each + " was left by a git command that was killed, and keeps git from working",
              "'roundhouse doctor --fix' deletes it, unless a git command is at work"));
    }
    return checks.isEmpty() ? List.of(HealthCheck.ok("locks", "no lock is held")) : checks;
  }

  /** Checks for worktrees, processes and files that nothing needs any more. */
  List<HealthCheck> leftovers(LedgerView view) throws IOException, InterruptedException {
    List<HealthCheck> checks = new ArrayList<>();
    if (RunLock.heldBy(repository.stateDir()).isEmpty()) {
      idle(view, checks);
    }
    GcReport garbage = new GarbageCollector(repository, request).preview();
    for (String each : garbage.putAside()) {
      checks.add(
          warning(
              each + " holds work that could not be saved completely",
              "take from it what you need, then delete it"));
    }
    if (!garbage.slots().isEmpty()) {
      checks.add(
          warning(
              Plural.of(garbage.slots().size(), "worktree")
                  + " that the configuration does not use",
              "'roundhouse gc' removes what is saved elsewhere"));
    }
    if (!checks.isEmpty()) {
      return checks;
    }
    int old = garbage.refs().size() + garbage.logs().size();
    return List.of(
        HealthCheck.ok(
            "leftovers",
            old == 0 ? "none" : "none but old work and logs, which 'roundhouse gc' deletes"));
  }

  /** Looks for what only a command at work may have. */
  private void idle(LedgerView view, List<HealthCheck> checks) throws IOException {
    Leftovers leftovers = new Leftovers(repository, request.clock());
    List<Long> processes = leftovers.processes(view, new OrphanedProcesses());
    if (!processes.isEmpty()) {
      checks.add(
          warning(
              "processes of an earlier run are still at work: "
                  + processes.stream().map(String::valueOf).collect(Collectors.joining(", ")),
              FIX));
    }
    List<Path> files = leftovers.temporaryFiles();
    if (!files.isEmpty()) {
      checks.add(
          warning(
              Plural.of(files.size(), "temporary file")
                  + " of a command that was killed: "
                  + files.get(0),
              "'roundhouse doctor --fix' deletes " + (files.size() == 1 ? "it" : "them")));
    }
  }

  private static HealthCheck warning(String finding, String next) {
    return HealthCheck.warning("leftovers", finding, next);
  }
}
