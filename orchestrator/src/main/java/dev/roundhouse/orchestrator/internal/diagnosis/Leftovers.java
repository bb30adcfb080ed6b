package dev.roundhouse.orchestrator.internal.diagnosis;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.RepositoryFacts;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.branch.StaleLocks;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The leftovers of killed commands: runs without an end, processes, files and locks of git.
 *
 * @param repository the repository
 * @param clock the source of time
 */
public record Leftovers(Repository repository, InstantSource clock) {
  private static final Duration OLD_LOCK = Duration.ofMinutes(10);
  private static final Duration OLD_FILE = Duration.ofHours(1);

  /**
   * Returns the runs that have no end although their process has.
   *
   * @throws IOException if the host does not report the running processes
   */
  public static List<RunRecord> killedRuns(LedgerView view) throws IOException {
    OrphanedProcesses processes = new OrphanedProcesses();
    List<RunRecord> killed = new ArrayList<>();
    for (RunRecord each : view.runs()) {
      if (each.endedAt() == null
          && processes.inspect(each.owner()) == OrphanedProcesses.Liveness.DEAD) {
        killed.add(each);
      }
    }
    return killed;
  }

  /**
   * Returns the numbers of the processes that earlier runs have left at work, as far as this host
   * tells; only if no command is at work.
   *
   * @throws IOException if the host does not report the running processes
   */
  public List<Long> processes(LedgerView view, OrphanedProcesses host) throws IOException {
    Set<Long> found = new TreeSet<>();
    found.addAll(host.carriers(Worktree.mark(repository)));
    String outside = RunToken.outsideRuns(repository.commonDir());
    found.addAll(host.carriers(new RunToken(outside).setting()));
    for (RunRecord each : killedRuns(view)) {
      found.addAll(host.carriers(new RunToken(each.owner().token()).setting()));
      found.addAll(host.carriers(each.owner()));
    }
    for (IssueRecord each : view.issues()) {
      AttemptWork work = each.work();
      ProcessIdentity process = work == null ? null : work.process();
      if (each.status().isActive() && process != null) {
        found.addAll(host.carriers(process));
      }
    }
    return List.copyOf(found);
  }

  /**
   * Returns the files that a command was about to put in their places when it was killed, an hour
   * ago or more.
   *
   * @throws IOException if the state cannot be read
   */
  public List<Path> temporaryFiles() throws IOException {
    Path state = repository.stateDir();
    List<Path> candidates = new ArrayList<>();
    for (Path each : List.of(state, state.resolve("journal"), state.resolve("new"))) {
      if (Files.isDirectory(each)) {
        boolean isNew = each.endsWith("new");
        candidates.addAll(Directories.entries(each, isNew ? "*.{md,staged}" : "*.staged"));
      }
    }
    FileTime old = FileTime.from(clock.instant().minus(OLD_FILE));
    List<Path> files = new ArrayList<>();
    for (Path each : candidates) {
      if (Files.isRegularFile(each) && Files.getLastModifiedTime(each).compareTo(old) < 0) {
        files.add(each);
      }
    }
    return files;
  }

  /**
   * Returns the locks of the user's git that are ten minutes old or more.
   *
   * @throws IOException if they cannot be looked at
   */
  public List<Path> oldGitLocks() throws IOException {
    return locks().before(lockLimit());
  }

  /**
   * Deletes those of {@link #oldGitLocks} whose git has ended, and returns them.
   *
   * @throws IOException if one cannot be deleted
   */
  public List<Path> deleteOldGitLocks() throws IOException {
    return locks().removeBefore(lockLimit());
  }

  private FileTime lockLimit() {
    return FileTime.from(clock.instant().minus(OLD_LOCK));
  }

  private StaleLocks locks() throws IOException {
    Path gitDir = new RepositoryFacts(repository).gitDir();
    String branch = repository.currentBranch().orElse("HEAD");
    return new StaleLocks(
        repository.checkout(),
        gitDir,
        repository.commonDir().resolve("refs/heads").resolve(branch));
  }
}
