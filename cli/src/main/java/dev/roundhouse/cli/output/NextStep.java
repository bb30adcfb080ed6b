package dev.roundhouse.cli.output;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RequestedChanges;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what happens next with an issue, and which command changes its state. Pure. */
final class NextStep {
  private static final Set<Readiness> WAITING =
      Set.of(Readiness.READY, Readiness.AFTER, Readiness.BLOCKED);

  private NextStep() {}

  /** Returns what an issue that has not begun will wait for once it is worked on. */
  static String later(IssueStanding standing) {
    Optional<RequestedChanges> wishes = standing.record().map(IssueRecord::wishes);
    boolean isHeldLater =
        WAITING.contains(standing.readiness())
            && wishes.filter(each -> each.approval() == ApprovalStage.LAND).isPresent();
    return isHeldLater ? "; " + wishes.orElseThrow().landingReason() : "";
  }

  /**
   * Returns what happens next with the issue, or what a person can type to move it on.
   *
   * @param isApart whether it waits for issues that change the same files
   */
  static String of(IssueStanding standing, StatusReport statusReport, boolean isApart)
      throws IOException {
    List<String> missing =
        standing.waitsFor().stream()
            .filter(each -> statusReport.plan().find(each).isEmpty())
            .map(IssueId::value)
            .toList();
    if (!missing.isEmpty() && standing.readiness() == Readiness.BLOCKED) {
      return "it will not start until there is an issue "
          + String.join(", ", missing)
          + ", or the line in its file that names it is removed";
    }
    if (standing.readiness() == Readiness.ACTIVE) {
      return active(standing, statusReport.plan().isIdle());
    }
    boolean starts =
        standing.readiness() == Readiness.READY || standing.readiness() == Readiness.AFTER;
    if (starts && !isApart && statusReport.activeRun().isPresent()) {
      return "the active run starts it in its turn, otherwise the next 'roundhouse run'";
    }
    return isApart ? "it starts once these have landed" : advice(standing);
  }

  private static String active(IssueStanding standing, boolean isIdle) {
    String id = standing.issue().id().value();
    Optional<RequestedChanges> wishes = standing.record().map(IssueRecord::wishes);
    boolean isCandidate = standing.status().equals(LifecycleStatus.CANDIDATE.word());
    Optional<String> end = wishes.map(RequestedChanges::stop).map(stop -> stop.next().word());
    if (end.isPresent()) {
      String who = standing.isInterrupted() ? "'roundhouse run'" : "the active run";
      return who + " keeps its work, and it is then " + end.get();
    }
    if (standing.isInterrupted()) {
      return "'roundhouse run' takes it up again";
    }
    if (isCandidate && wishes.map(RequestedChanges::approval).isPresent()) {
      return isIdle ? review(standing) : "'roundhouse approve " + id + "' lets it land";
    }
    return isCandidate
        ? "the active run will land it, otherwise the next 'roundhouse run'"
        : "'roundhouse log " + id + "' shows the agent's output";
  }

  private static String advice(IssueStanding standing) {
    String id = standing.issue().id().value();
    return switch (standing.readiness()) {
      case READY, AFTER ->
          standing.reason().isEmpty() || standing.record().map(IssueRecord::feedback).isPresent()
              ? "'roundhouse run' starts it"
              : "once that no longer holds it up, 'roundhouse run' starts it";
      case BLOCKED -> "it starts once these have landed or their files say done";
      case EPIC -> "'roundhouse run --epic " + id + "' runs its children";
      case ACTIVE -> active(standing, /* isIdle= */ false);
      case HELD_BACK -> "set 'status: open' in its file";
      case RESTING ->
          standing.status().equals(LifecycleStatus.AWAITING_APPROVAL.word())
              ? review(standing)
              : standing.status().equals(LifecycleStatus.DROPPED.word())
                  ? "'roundhouse retry "
                      + id
                      + "' to run it again, or 'roundhouse rescue "
                      + id
                      + "' to see the work that is kept"
                  : "'roundhouse retry " + id + "' to run it again";
      case SETTLED ->
          standing.status().equals(LifecycleStatus.BRANCHED.word())
              ? "merge its branch, or 'roundhouse retry " + id + "' to run it again"
              : settled(standing);
    };
  }

  private static String review(IssueStanding standing) {
    String id = standing.issue().id().value();
    boolean isFinished = standing.record().map(IssueRecord::claim).isPresent();
    return isFinished
        ? "'roundhouse approve "
            + id
            + "' lets it land, 'roundhouse retry "
            + id
            + " --say TEXT' sends it back to its agent"
        : "'roundhouse approve " + id + "' to let it continue";
  }

  private static String settled(IssueStanding standing) {
    String id = standing.issue().id().value();
    boolean mayBeKept =
        standing.record().filter(each -> !each.status().isFinished()).isPresent()
            && standing.attempts() > 0;
    return mayBeKept ? "'roundhouse rescue " + id + "' lists the work that is kept" : "nothing";
  }
}
