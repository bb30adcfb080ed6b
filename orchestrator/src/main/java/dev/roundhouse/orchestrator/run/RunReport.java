package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.UsageStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a run. Immutable.
 *
 * @param run its id
 * @param target the branch it landed on
 * @param ending the reason it stopped
 * @param note a note for people about the ending, possibly empty
 * @param issues the result of each selected issue, sorted by id
 * @param unread the errors because of which an open issue may not have been read, so that it was
 *     not worked
 * @param from the name of the target's commit when the run began
 * @param tip the name of the tip that has the landed work, or empty if the run landed nothing and
 *     the tip is the target
 * @param waiting the reason the target is behind the tip, or empty if it is not
 * @param tested true if a gate judged the landed work
 * @param elapsed the duration of the run, from the moment it was asked for
 * @param timings milliseconds by phase, over all issues and attempts
 * @param corrections the number of corrections that agents reported, by category
 * @param flakes the number of times a gate called the same tree red and then green
 * @param usage what the agents of its attempts did and used, in total and by agent
 */
public record RunReport(
    RunId run,
    String target,
    Ending ending,
    String note,
    List<IssueResult> issues,
    List<Finding> unread,
    String from,
    String tip,
    Optional<String> waiting,
    boolean tested,
    Duration elapsed,
    Map<String, Long> timings,
    Map<String, Integer> corrections,
    int flakes,
    UsageStatistics usage) {
  /** The reasons for which a run stops. */
  public enum Ending {
    /** The run had nothing left to do. */
    FINISHED,
    /** The run was asked to finish the work it had started. */
    DRAINED,
    /** The run was asked to stop at once; unfinished work is kept. */
    INTERRUPTED,
    /** A person must fix something before more can land. */
    HELD;

    /** Returns the word used in reports. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the collections. */
  public RunReport {
    issues = List.copyOf(issues);
    unread = List.copyOf(unread);
    timings = Map.copyOf(timings);
    corrections = Map.copyOf(corrections);
  }

  /**
   * Tells whether every selected issue has landed or needed no work, and none may have been missed.
   */
  public boolean isComplete() {
    return ending == Ending.FINISHED
        && unread.isEmpty()
        && issues.stream().allMatch(IssueResult::isSettled);
  }

  /** Returns the number of issues this run landed. */
  public long landed() {
    return issues.stream().filter(IssueResult::landedNow).count();
  }
}
