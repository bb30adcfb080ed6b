package dev.roundhouse.orchestrator.internal.gc;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.GitMaintenance;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.WorkRefs;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.HeldSlots;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.run.GcReport;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Deletes finished work that is safe elsewhere, and has git tidy up. {@link RetentionPolicy}
 * decides what is deleted. For one thread.
 */
public final class GarbageCollector {
  private static final Pattern NUMBERED = Pattern.compile("(?:w|gate-)([0-9]{1,6})");

  private final Repository repository;
  private final RunRequest request;
  private final StateDirectory files;
  private final WorkRefs work;
  private final WorktreePool pool;

  public GarbageCollector(Repository repository, RunRequest request) {
    this.repository = repository;
    this.request = request;
    this.files = new StateDirectory(repository.stateDir());
    this.work = new WorkRefs(repository);
    Path root = request.options().worktrees().orElseGet(repository::defaultWorktreeRoot);
    this.pool = new WorktreePool(repository, root);
  }

  /** Reports what would be deleted; writes nothing, and so does not look into worktrees. */
  public GcReport preview() throws IOException, InterruptedException {
    return plan(Ledger.read(repository.stateDir()), false).report(true, files.journalBytes());
  }

  /** Deletes the garbage and reports it. */
  public GcReport collect() throws IOException, RefusedException, InterruptedException {
    try (LockFile.Held held = RunLock.take(repository, "gc", request.clock());
        Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
      Plan plan = plan(ledger.view(), true);
      work.drop(plan.refs());
      for (String run : plan.logs()) {
        files.removeLogs(run);
      }
      for (Worktree slot : plan.slots()) {
        pool.remove(slot);
      }
      long bytes = ledger.compact();
      new GitMaintenance(repository).run();
      return plan.report(false, bytes);
    }
  }

  /** Determines what to delete; if {@code looking}, worktrees are searched for unsaved work. */
  private Plan plan(LedgerView view, boolean looking) throws IOException, InterruptedException {
    RetentionPolicy retention =
        new RetentionPolicy(view, request.options().disk().retention(), request.clock().instant());
    List<Worktree> slots = new ArrayList<>();
    List<String> unsaved = new ArrayList<>();
    for (Worktree each : pool.existing()) {
      if (isBeyondNeed(each, retention.slotsInUse())) {
        if (!looking || pool.isSaved(each)) {
          slots.add(each);
        } else {
          unsaved.add(each.path().toString());
        }
      }
    }
    List<KeptWork> kept = work.list();
    Map<String, String> refs = new TreeMap<>(retention.work(kept, work.landed(), attempts()));
    refs.putAll(retention.looks(repository.refs().below(WorkRefs.SEEN)));
    return new Plan(
        refs,
        retention.runs(files.loggedRuns()),
        slots,
        pool.putAside().stream().map(Path::toString).toList(),
        unsaved);
  }

  private Set<String> attempts() throws IOException {
    Set<String> attempts = new HashSet<>();
    for (ObjectId tip : repository.refs().commits("refs/roundhouse/tip/").values()) {
      attempts.addAll(repository.objects().landedAttempts(tip));
    }
    return attempts;
  }

  private boolean isBeyondNeed(Worktree slot, Set<String> inUse) throws IOException {
    Matcher numbered = NUMBERED.matcher(slot.name());
    return numbered.matches()
        && Integer.parseInt(numbered.group(1)) > request.options().workers()
        && !inUse.contains(slot.name())
        && !new HeldSlots(repository, pool).isHeld(slot.name());
  }

  /** The garbage to delete, and the unneeded parts that must stay. */
  private record Plan(
      Map<String, String> refs,
      List<String> logs,
      List<Worktree> slots,
      List<String> putAside,
      List<String> unsaved) {
    GcReport report(boolean dryRun, long bytes) {
      return new GcReport(
          dryRun,
          List.copyOf(refs.keySet()),
          logs,
          slots.stream().map(each -> each.path().toString()).sorted().toList(),
          putAside,
          unsaved,
          bytes);
    }
  }
}
