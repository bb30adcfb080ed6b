package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An event that is reported to a {@link RunListener}. Immutable. */
public sealed interface RunEvent {
  /**
   * The run has started.
   *
   * @param run its id
   * @param target the branch it lands on
   * @param agent the agent, written for people
   * @param gate the gate, or empty if everything lands untested
   * @param workers the number of issues worked on at once
   * @param ready the number of selected issues that can start now
   * @param blocked the number of selected issues that wait for others
   * @param findings the findings in the backlog's files
   * @param outlook the work ahead of the run at the moment it is asked for; may be asked at any
   *     time until the run is over, from any thread, and throws {@link
   *     java.io.UncheckedIOException} if the ledger cannot be read
   */
  record Started(
      RunId run,
      String target,
      String agent,
      Optional<String> gate,
      int workers,
      int ready,
      int blocked,
      List<Finding> findings,
      Supplier<Outlook> outlook)
      implements RunEvent {}

  /**
   * The work ahead of a run at one moment, and its spending so far. Immutable.
   *
   * @param ahead the issues that are under way, and those that will be worked on if nothing fails
   * @param left the time until all of them have landed, if nothing fails and each takes as long as
   *     issues that have landed did; empty if none has ever landed
   * @param spent the usage of the run's agents, as far as it counts against the budget
   * @param limit the budget of the run, in one of the numbers; empty if it has none
   */
  record Outlook(Set<IssueId> ahead, Optional<Duration> left, Usage spent, Optional<Usage> limit) {
    /** Copies the set. */
    public Outlook {
      ahead = Set.copyOf(ahead);
    }
  }

  /**
   * The gate judges the tip itself, before the first agent starts; or it has done so.
   *
   * @param target the branch
   * @param log the file with the gate's output; empty when the gate is over
   */
  record BaseGated(String target, Optional<Path> log) implements RunEvent {}

  /**
   * The backlog was read again because it had changed; the changes count from now on.
   *
   * @param added the new issues
   * @param changed the issues whose files have changed, except those that have landed
   * @param gone the issues whose files are gone
   * @param findings the new findings in the files
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

    /**
     * Tells whether nothing in the change is news to a person, because issues were only marked done
     * as they landed.
     */
    public boolean isQuiet() {
      return added.isEmpty() && changed.isEmpty() && gone.isEmpty() && findings.isEmpty();
    }
  }

  /**
   * Something a person may want to know.
   *
   * @param warning true if it needs their attention
   * @param message one or more lines
   */
  record Noticed(boolean warning, String message) implements RunEvent {}

  /**
   * An issue was claimed.
   *
   * @param issue the issue
   * @param title its title
   * @param attempt the attempt's id
   * @param number 1 for the first attempt ever at this issue
   * @param slot the worktree of the attempt
   */
  record Claimed(IssueId issue, String title, AttemptId attempt, int number, String slot)
      implements RunEvent {}

  /**
   * An attempt entered another phase.
   *
   * @param issue the issue
   * @param phase the new phase
   * @param log the file that the output of the phase's command goes to, if it starts one; it may
   *     not exist yet
   */
  record Entered(IssueId issue, Phase phase, Optional<Path> log) implements RunEvent {}

  /**
   * An attempt ended without landing.
   *
   * @param issue the issue
   * @param next the new status of the issue
   * @param reason one line
   * @param evidence the evidence, possibly many lines, possibly empty
   * @param notBefore the earliest time of the next attempt; empty for at once, or if there is none
   */
  record Returned(
      IssueId issue,
      LifecycleStatus next,
      String reason,
      String evidence,
      Optional<Instant> notBefore)
      implements RunEvent {
    /** Creates an event of an attempt after which nothing has to be waited for. */
    public Returned(IssueId issue, LifecycleStatus next, String reason, String evidence) {
      this(issue, next, reason, evidence, Optional.empty());
    }
  }

  /**
   * A candidate that a gate was testing can no longer land, because something ahead of it did not
   * pass or the target moved: it is built and tested again. No attempt is counted.
   *
   * @param issue the issue
   */
  record Discarded(IssueId issue) implements RunEvent {}

  /**
   * A gate has judged the candidate of an issue that waits to land. A red verdict may be asked for
   * again; a green one lets it land when those ahead of it have landed.
   *
   * @param issue the issue
   * @param green true if the candidate passed
   */
  record Judged(IssueId issue, boolean green) implements RunEvent {}

  /**
   * A gate called the same tree red and then green; it counts as green.
   *
   * @param issue the issue whose work the tree contains
   * @param evidence the gate's output when it was red, possibly many lines
   */
  record Flaked(IssueId issue, String evidence) implements RunEvent {}

  /**
   * An agent filed a follow-up issue, which the ledger has now.
   *
   * @param issue the issue it worked on
   * @param followUp the new issue
   * @param title its title
   * @param held true if it waits for a person's approval
   */
  record FollowUpFiled(IssueId issue, IssueId followUp, String title, boolean held)
      implements RunEvent {}

  /**
   * A change is on the tip.
   *
   * @param issue the issue
   * @param commit the landing commit
   * @param tested true if a gate judged it
   */
  record Landed(IssueId issue, String commit, boolean tested) implements RunEvent {}

  /**
   * A change was left on a separate branch instead of landing.
   *
   * @param issue the issue
   * @param branch the branch's short name
   * @param commit the branch's commit
   * @param remote the remote it was pushed to, if it was
   * @param tested true if a gate judged it
   */
  record Branched(
      IssueId issue, String branch, String commit, Optional<String> remote, boolean tested)
      implements RunEvent {}

  /**
   * The target branch follows the tip.
   *
   * @param target the branch
   * @param commit the branch's new commit
   */
  record TargetFollowed(String target, String commit) implements RunEvent {}

  /**
   * The target branch stays behind the tip for now.
   *
   * @param target the branch
   * @param reason the obstacle, and advice on what to do
   */
  record TargetWaits(String target, String reason) implements RunEvent {}

  /**
   * The run is over.
   *
   * @param report the result of the run
   */
  record Finished(RunReport report) implements RunEvent {}

  /**
   * The run has ended with an error, which its caller receives as an exception. What is recorded
   * stays, and the next run carries on.
   *
   * @param reason the error, one or more lines
   */
  record Aborted(String reason) implements RunEvent {}
}
