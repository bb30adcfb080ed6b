package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import java.util.List;
import java.util.Optional;

/** Something a {@link RunListener} hears. Immutable. */
public sealed interface RunEvent {
  /**
   * The run has begun.
   *
   * @param run its id
   * @param target the branch it lands on
   * @param agent the agent as a person reads it
   * @param gate the gate, or empty where everything lands untested
   * @param workers how many issues are worked at once
   * @param ready how many selected issues can start now
   * @param blocked how many selected issues wait for others
   * @param findings what the backlog's files left to be said
   */
  record Started(
      RunId run,
      String target,
      String agent,
      Optional<String> gate,
      int workers,
      int ready,
      int blocked,
      List<Finding> findings)
      implements RunEvent {}

  /**
   * The backlog was read again, as it had changed; what is told of here counts from now on.
   *
   * @param added the issues that are new
   * @param changed those whose files say something else now, but what has landed
   * @param gone those that have no file any more
   * @param findings what is newly to be said of the files
   */
  record BacklogChanged(
      List<IssueId> added, List<IssueId> changed, List<IssueId> gone, List<Finding> findings)
      implements RunEvent {
    /** Copies the lists. */
    public BacklogChanged {
      added = List.copyOf(added);
      changed = List.copyOf(changed);
      gone = List.copyOf(gone);
      findings = List.copyOf(findings);
    }

    /** Whether nothing of it is news to a person: an issue was marked done as it landed. */
    public boolean isQuiet() {
      return added.isEmpty() && changed.isEmpty() && gone.isEmpty() && findings.isEmpty();
    }
  }

  /**
   * Something a person may want to know.
   *
   * @param warning whether it needs their attention
   * @param message one or more lines
   */
  record Noticed(boolean warning, String message) implements RunEvent {}

  /**
   * An issue was claimed.
   *
   * @param issue which
   * @param title its title
   * @param attempt the attempt's id
   * @param number 1 for the first attempt ever at this issue
   * @param slot the worktree it is worked in
   */
  record Claimed(IssueId issue, String title, AttemptId attempt, int number, String slot)
      implements RunEvent {}

  /**
   * An attempt went on.
   *
   * @param issue which
   * @param phase what it does now
   */
  record Entered(IssueId issue, Phase phase) implements RunEvent {}

  /**
   * An attempt ended without landing.
   *
   * @param issue which
   * @param next what the issue is now
   * @param reason one line
   * @param evidence what was seen, possibly many lines, possibly empty
   */
  record Returned(IssueId issue, LifecycleStatus next, String reason, String evidence)
      implements RunEvent {}

  /**
   * What a gate was testing of an issue is not what would land any more, as something ahead of it
   * did not pass or the target moved: it is built and tested again. No attempt is counted.
   *
   * @param issue which
   */
  record Discarded(IssueId issue) implements RunEvent {}

  /**
   * A gate said of one and the same tree red, and then green; it counts as green.
   *
   * @param issue whose work the tree holds
   * @param evidence what the gate said when it was red, possibly many lines
   */
  record Flaked(IssueId issue, String evidence) implements RunEvent {}

  /**
   * A change is on the tip for good.
   *
   * @param issue which
   * @param commit the landing commit
   * @param tested whether a gate judged it
   */
  record Landed(IssueId issue, String commit, boolean tested) implements RunEvent {}

  /**
   * A change was left on a branch of its own instead of landing.
   *
   * @param issue which
   * @param branch the branch's short name
   * @param commit where it is
   * @param remote the remote that has it as well, if it was pushed
   * @param tested whether a gate judged it
   */
  record Branched(
      IssueId issue, String branch, String commit, Optional<String> remote, boolean tested)
      implements RunEvent {}

  /**
   * The target branch follows the tip.
   *
   * @param target the branch
   * @param commit where it is now
   */
  record TargetFollowed(String target, String commit) implements RunEvent {}

  /**
   * The target branch stays behind the tip for now.
   *
   * @param target the branch
   * @param reason what is in the way, and what to do
   */
  record TargetWaits(String target, String reason) implements RunEvent {}

  /**
   * The run is over.
   *
   * @param report what came of it
   */
  record Finished(RunReport report) implements RunEvent {}
}
