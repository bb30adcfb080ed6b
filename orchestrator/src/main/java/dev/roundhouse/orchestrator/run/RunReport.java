package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.issue.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run. Immutable.
 *
 * @param run its id
 * @param target the branch it landed on
 * @param ending why it stopped
 * @param note what a person must know of the ending, possibly empty
 * @param issues what became of each selected issue, sorted by id
 * @param tip where landed work is, or empty if the run landed nothing and the tip is the target
 * @param waiting why the target is behind the tip, or empty if it is not
 * @param tested whether a gate judged what landed
 * @param elapsed how long it took
 * @param timings milliseconds by phase, over all issues and attempts
 * @param corrections how many of each category agents have reported
 * @param flakes how often a gate said red and then green of one and the same tree
 */
public record RunReport(
    RunId run,
    String target,
    Ending ending,
    String note,
    List<IssueResult> issues,
    String tip,
    Optional<String> waiting,
    boolean tested,
    Duration elapsed,
    Map<String, Long> timings,
    Map<String, Integer> corrections,
    int flakes) {
  /** Why a run stopped. */
  public enum Ending {
    /** Nothing was left that it could do. */
    FINISHED,
    /** It was asked to finish what it had begun. */
    DRAINED,
    /** It was asked to stop at once; unfinished work is kept. */
    INTERRUPTED,
    /** Something must be put right by a person before more can land. */
    HELD;

    /** The word in reports. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the collections. */
  public RunReport {
    issues = List.copyOf(issues);
    timings = Map.copyOf(timings);
    corrections = Map.copyOf(corrections);
  }

  /** Whether every selected issue has landed or needed no work. */
  public boolean isComplete() {
    return ending == Ending.FINISHED && issues.stream().allMatch(IssueResult::isSettled);
  }

  /** How many issues this run landed. */
  public long landed() {
    return issues.stream().filter(IssueResult::landedNow).count();
  }
}
