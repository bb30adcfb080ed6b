package dev.roundhouse.orchestrator.internal.review;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.WorkRefs;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.internal.recovery.LastWorktreeRoot;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds one attempt at an issue, and what there is of it. For one thread. */
public final class AttemptFinder {
  private final Repository repository;
  private final RunRequest request;

  /**
   * What there is of an attempt.
   *
   * @param attempt the attempt's number
   * @param from the commit before its changes
   * @param to the commit with them; empty if they are in a worktree
   * @param worktree the worktree with them, if the attempt has not ended
   */
  public record Found(int attempt, String from, Optional<String> to, Optional<Path> worktree) {}

  /** Looks in {@code repository}. */
  public AttemptFinder(Repository repository, RunRequest request) {
    this.repository = repository;
    this.request = request;
  }

  /**
   * Returns the record of an issue that has been worked on.
   *
   * @throws RefusedException if it has not, or has no such attempt
   */
  public static IssueRecord record(LedgerView view, IssueId issue, OptionalInt attempt)
      throws RefusedException {
    IssueRecord record =
        view.issue(issue)
            .filter(each -> each.attempts() > 0)
            .orElseThrow(() -> nothing(issue + " has not been worked on yet", issue));
    int number = attempt.orElse(record.attempts());
    if (number < 1 || number > record.attempts()) {
      throw nothing(issue + " has no attempt " + number, issue);
    }
    return record;
  }

  /** Returns the changes of the last attempt, if that is wanted and is not over without landing. */
  public Optional<Found> current(IssueRecord record, OptionalInt attempt) throws IOException {
    return attempt.orElse(record.attempts()) == record.attempts()
        ? current(record)
        : Optional.empty();
  }

  /** Returns the changes of the last attempt, unless it is over without landing. */
  public Optional<Found> current(IssueRecord record) throws IOException {
    Claim claim = record.claim();
    AttemptWork work = record.work();
    String landed = record.landedCommit();
    if (landed != null && record.status() == LifecycleStatus.LANDED) {
      return Optional.of(committed(record, landed + "^1", landed));
    }
    String base = work == null ? null : work.base();
    if (claim == null || work == null || base == null) {
      return Optional.empty();
    }
    String head = work.head();
    if (head != null) {
      String candidate = work.candidate();
      return Optional.of(
          candidate == null
              ? committed(record, base, head)
              : committed(record, candidate + "^1", candidate));
    }
    return slot(claim)
        .map(
            slot -> new Found(record.attempts(), base, Optional.empty(), Optional.of(slot.path())));
  }

  private static Found committed(IssueRecord record, String from, String to) {
    return new Found(record.attempts(), from, Optional.of(to), Optional.empty());
  }

  private Optional<Worktree> slot(Claim claim) throws IOException {
    return new WorktreePool(repository, worktrees()).find(claim.slot());
  }

  /** Returns the directory in which the last run had its worktrees. */
  public Path worktrees() throws IOException {
    Path usual = request.options().worktrees().orElseGet(repository::defaultWorktreeRoot);
    return LastWorktreeRoot.recorded(repository.stateDir()).orElse(usual);
  }

  /**
   * Returns what is kept of an attempt that did not land.
   *
   * @throws RefusedException if nothing is
   */
  public Found kept(IssueRecord record, OptionalInt attempt)
      throws IOException, RefusedException, InterruptedException {
    KeptWork newest = newest(record, attempt).orElseThrow(() -> nothingKept(record, attempt));
    String commit = newest.best();
    String base = new BeginOfWork(repository).of(newest, commit);
    return new Found(newest.number(), base, Optional.of(commit), Optional.empty());
  }

  /** Returns the newest kept work that changed something; if none did, the newest. */
  public Optional<KeptWork> newest(IssueRecord record, OptionalInt attempt)
      throws IOException, InterruptedException {
    List<KeptWork> all = new WorkRefs(repository).of(record.id(), attempt);
    for (KeptWork each : all) {
      if (all.size() == 1 || new BeginOfWork(repository).hasChanged(each)) {
        return Optional.of(each);
      }
    }
    return all.stream().findFirst();
  }

  /** Returns the refusal to show what is not kept. */
  public static RefusedException nothingKept(IssueRecord record, OptionalInt attempt) {
    String which = attempt.isEmpty() ? "" : "attempt " + attempt.getAsInt() + " of ";
    return nothing(which + record.id() + " has no changes that are kept", record.id());
  }

  /** Returns work of which nothing but the landing {@code found} is left. */
  public static KeptWork landed(IssueId issue, Found found) {
    Map<String, String> pieces = Map.of("head", found.to().orElseThrow());
    return new KeptWork(issue.key(), found.attempt(), pieces, false);
  }

  /**
   * Tells whether the run that claimed an issue still works on it.
   *
   * @throws IOException if its process cannot be examined
   */
  public static boolean isAtWork(LedgerView view, IssueRecord record) throws IOException {
    Claim claim = record.claim();
    RunRecord run = claim == null ? null : view.run(claim.run()).orElse(null);
    return run != null
        && run.endedAt() == null
        && new OrphanedProcesses().inspect(run.owner()) == OrphanedProcesses.Liveness.ALIVE;
  }

  private static RefusedException nothing(String message, IssueId issue) {
    return RefusedException.input(message, "'roundhouse why " + issue + "' explains its status");
  }
}
