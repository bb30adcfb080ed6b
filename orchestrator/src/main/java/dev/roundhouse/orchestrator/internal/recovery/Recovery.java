package dev.roundhouse.orchestrator.internal.recovery;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.attempt.FollowUpFiles;
import dev.roundhouse.orchestrator.internal.attempt.FollowUpIssues;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.Harvest;
import dev.roundhouse.orchestrator.internal.git.worktree.HarvestedWork;
import dev.roundhouse.orchestrator.internal.git.worktree.HeldSlots;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import dev.roundhouse.orchestrator.internal.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Cleans up after a run that was killed: its processes are ended and confirmed ended, their work in
 * worktrees is saved, claims are freed without counting a failure, finished work is landed, and the
 * result of a landing under way is read from the refs.
 *
 * <p>Needs the run lock, of which {@link LockFile.Held} is the proof. For one thread.
 */
public final class Recovery {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final RunContext context;
  private final Ledger ledger;
  private final OrphanedProcesses orphans;
  private final LiveBacklog liveBacklog;
  private final UnlandedWork unlandedWork;
  private final LastWorktreeRoot lastRoot;
  private final Set<String> heldSlots = new HashSet<>();
  private boolean isHome = true;

  public Recovery(
      RunContext context, OrphanedProcesses orphans, LiveBacklog liveBacklog, LockFile.Held proof) {
    this.context = context;
    this.ledger = context.ledger();
    this.orphans = orphans;
    this.liveBacklog = liveBacklog;
    this.unlandedWork = new UnlandedWork(context, liveBacklog);
    this.lastRoot = new LastWorktreeRoot(context);
    Objects.requireNonNull(proof);
  }

  /** Recovers; returns the finished work that is still to land, in order of finishing. */
  public List<FinishedWork> recover() throws IOException, InterruptedException {
    settle();
    askForReview();
    return unlandedWork.of(record -> true);
  }

  /**
   * Holds finished work of earlier runs that no person has approved, if this run lands no other.
   */
  private void askForReview() throws IOException {
    String reason = context.options().form().approvalReason().orElse(null);
    if (reason == null) {
      return;
    }
    Instant now = context.clock().instant();
    ledger.commit(
        view ->
            view.issues().stream()
                .filter(Recovery::isUnread)
                .<Event>map(
                    record ->
                        new Event.ApprovalAsked(
                            record.id(), ChangeId.fresh(), ApprovalStage.LAND, reason, now))
                .toList());
  }

  private static boolean isUnread(IssueRecord record) {
    return record.status() == LifecycleStatus.CANDIDATE
        && record.wishes().approval() == null
        && !UnlandedWork.claim(record).attempt().equals(record.approvedAttempt());
  }

  /** Recovers everything except the finished work that is still to land, which stays undecided. */
  public void settle() throws IOException, InterruptedException {
    context.repository().removeStaleLocks();
    if (orphans.findsCarriers()
        && !orphans.endCarriers(Worktree.mark(context.repository()), GRACE)) {
      throw new IOException(
          "a git command of the last run cannot be ended; end it, then run again");
    }
    String outside = RunToken.outsideRuns(context.repository().commonDir());
    if (orphans.findsCarriers() && !orphans.endCarriers(new RunToken(outside).setting(), GRACE)) {
      throw new IOException("a gate of an earlier command cannot be ended; end it, then run again");
    }
    RepositoryIdentity home = new RepositoryIdentity(context.repository());
    isHome = home.isHere();
    if (!isHome) {
      context
          .publisher()
          .warn("this repository was copied or moved since its last run; no process is stopped");
    }
    home.settle();
    LedgerView view = ledger.view();
    for (RunRecord run : view.runs()) {
      if (run.endedAt() == null) {
        endRun(run);
      }
    }
    for (IssueRecord record : view.issues()) {
      if (record.status().isActive()) {
        recover(record, view);
      }
    }
    unlandedWork.endUnwanted(record -> false);
    settleHeldSlots();
    new DroppedLandings(context).record();
    lastRoot.settle();
    if (view.runs().isEmpty()) {
      reportUnknownWorktrees();
    }
  }

  /** Keeps clear of worktrees in which a thread of some process is still at work. */
  private void settleHeldSlots() throws IOException, InterruptedException {
    List<Path> aside = new ArrayList<>();
    heldSlots.addAll(new HeldSlots(context.repository(), context.pool()).settle(aside));
    for (Path each : aside) {
      context.publisher().warn(each + " holds work written after its attempt, and was set aside");
    }
  }

  /** Reports worktrees that may contain work although the ledger was removed. */
  private void reportUnknownWorktrees() throws IOException, InterruptedException {
    for (Path each : context.pool().putAsideUnsaved()) {
      context
          .publisher()
          .warn(
              each + " holds work that no ledger records, and was set aside; see 'roundhouse gc'");
    }
  }

  /** Returns the worktrees that processes may still write to; they must not be touched. */
  public Set<String> heldSlots() {
    return Set.copyOf(heldSlots);
  }

  private void endRun(RunRecord run) throws IOException, InterruptedException {
    String setting = new RunToken(run.owner().token()).setting();
    if (isHome
        && !(orphans.endCarriers(run.owner(), GRACE) && orphans.endCarriers(setting, GRACE))) {
      context
          .publisher()
          .warn(
              "cannot tell whether every gate, hook and git command of "
                  + run.id()
                  + " has ended; continuing");
    }
    ledger.commit(new Event.RunEnded(run.id(), "recovered", context.clock().instant()));
  }

  private void recover(IssueRecord record, LedgerView before)
      throws IOException, InterruptedException {
    if (record.status() == LifecycleStatus.LANDING) {
      settleLanding(record);
    } else if (record.status() != LifecycleStatus.CANDIDATE) {
      release(record, before);
    }
  }

  private void release(IssueRecord record, LedgerView before)
      throws IOException, InterruptedException {
    Claim claim = UnlandedWork.claim(record);
    AttemptWork work = record.work();
    ProcessIdentity process = work == null ? null : work.process();
    if (isHome && process != null && !isOver(process, record, before)) {
      heldSlots.add(claim.slot());
      return;
    }
    if (work != null && work.owesUsage()) {
      new KilledStepUsage(context).settle(record, claim, lastRoot.slot(claim.slot()));
    }
    String reason = "the run was interrupted; " + saved(record, claim);
    Instant now = context.clock().instant();
    ledger.commit(
        view ->
            List.of(
                view.stopWanted(record.id())
                    .<Event>map(
                        stopRequest ->
                            new Event.IssueRested(
                                record.id(),
                                claim.attempt(),
                                stopRequest.next(),
                                stopRequest.reason(),
                                now))
                    .orElse(new Event.AttemptReleased(record.id(), claim.attempt(), reason, now))));
    context.publisher().note(record.id() + " is no longer running: " + reason);
  }

  /** Tells whether none of its processes runs any more, and reports it if one may. */
  private boolean isOver(ProcessIdentity process, IssueRecord record, LedgerView before)
      throws IOException {
    OrphanedProcesses.Survivors left = orphans.endSurvivors(process, GRACE);
    boolean unknown = left == OrphanedProcesses.Survivors.UNKNOWN;
    if (left == OrphanedProcesses.Survivors.NONE || (unknown && isVouchedFor(record, before))) {
      return true;
    }
    String hint =
        unknown
            ? "; find what it started, end it, run 'roundhouse cancel "
                + record.id()
                + "', then run again"
            : "; end it, then run again";
    context
        .publisher()
        .warn(
            record.id()
                + " stays "
                + record.status().word()
                + ": cannot tell whether its agent (process "
                + process.pid()
                + ") has ended"
                + hint);
    return false;
  }

  /**
   * Tells whether a person has checked the process: they cancelled the issue after a run reported
   * that it could not tell.
   */
  private static boolean isVouchedFor(IssueRecord record, LedgerView before) {
    Instant checkedAt =
        before.run(UnlandedWork.claim(record).run()).map(RunRecord::endedAt).orElse(null);
    return checkedAt != null
        && before.stopWanted(record.id()).isPresent()
        && record.updatedAt().isAfter(checkedAt);
  }

  /** Saves the agent's work; an attempt whose agent never began left nothing. */
  private String saved(IssueRecord record, Claim claim) throws IOException, InterruptedException {
    AttemptWork work = record.work();
    if (work == null || work.base() == null) {
      return "its agent had not started";
    }
    Optional<Worktree> slot = lastRoot.slot(claim.slot());
    if (slot.isEmpty()) {
      return "its worktree is gone";
    }
    Instant now = context.clock().instant();
    ObjectId base = ObjectId.fromString(work.base());
    FollowUpIssues followUps = followUps(record, claim);
    List<FollowUpFiles.Found> filed = followUps.files().read(slot.get(), base);
    HarvestedWork harvested =
        new Harvest(context.repository(), this::title)
            .of(slot.get(), base, record.id(), record.attempts(), now);
    context.reportHarvested(record.id(), harvested);
    followUps.enrol(filed);
    return harvested.problem() == null
        ? "the work is kept"
        : "the work is kept (" + harvested.problem() + ")";
  }

  private FollowUpIssues followUps(IssueRecord record, Claim claim) {
    Issue issue = find(record.id()).orElseGet(() -> Issue.builder(record.id()).build());
    UnaryOperator<String> redaction = text -> Redaction.redacted(text, Map.of());
    return new FollowUpIssues(context, issue, claim.attempt(), record.attempts(), redaction);
  }

  private Optional<String> title(IssueId issue) {
    return find(issue).map(Issue::title);
  }

  private Optional<Issue> find(IssueId issue) {
    try {
      return liveBacklog.find(issue);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private void settleLanding(IssueRecord record) throws IOException {
    Claim claim = UnlandedWork.claim(record);
    AttemptWork work = record.work();
    String commit = work == null ? null : work.newTip();
    Instant now = context.clock().instant();
    if (work != null && commit != null && hasLanded(ObjectId.fromString(commit))) {
      ledger.commit(
          new Event.IssueLanded(record.id(), claim.attempt(), commit, work.marked(), now));
      context.publisher().note(record.id() + " had landed as " + commit);
      return;
    }
    String reason = "the run was interrupted before it landed";
    ledger.commit(new Event.LandingAbandoned(record.id(), claim.attempt(), reason, now));
  }

  private boolean hasLanded(ObjectId commit) throws IOException {
    for (ObjectId tip : context.repository().refs().commits("refs/roundhouse/tip/").values()) {
      if (context.repository().objects().isAncestor(commit, tip)) {
        return true;
      }
    }
    return false;
  }
}
