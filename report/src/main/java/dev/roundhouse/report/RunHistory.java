package dev.roundhouse.report;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What one run did, as far as the ledger knows: the content of a report, whatever its form.
 * Immutable.
 *
 * @param run the ledger's record of the run
 * @param state whether it is over
 * @param until the end of the run, or the time of this history if it is still going
 * @param detailed true if the journal still holds the events of the run; without them, only the
 *     attempts as a whole are known, and no gates
 * @param issues the issues it worked on or landed, in the order in which it began with them
 * @param untouched the selected issues that are open and that it has not worked on, by id
 * @param gates the verdicts of gates on trees, in their order
 * @param range the way the target's tip went, if anything landed
 * @param decisions what waits for a person now, oldest first
 * @param links the dependencies between the issues of the report
 */
public record RunHistory(
    RunRecord run,
    State state,
    Instant until,
    boolean detailed,
    List<WorkedIssue> issues,
    List<IssueStanding> untouched,
    List<GateVerdict> gates,
    Optional<CommitRange> range,
    List<Decision> decisions,
    Set<Link> links) {
  /** Copies the collections. */
  public RunHistory {
    issues = List.copyOf(issues);
    untouched = List.copyOf(untouched);
    gates = List.copyOf(gates);
    decisions = List.copyOf(decisions);
    links = Set.copyOf(links);
  }

  /**
   * Returns the history of {@code run}, as of {@code now}.
   *
   * @param statusReport the state of the repository, whose ledger knows the run
   * @throws IOException if the ledger cannot be read
   * @throws IllegalArgumentException if the ledger does not know the run
   */
  public static RunHistory of(StatusReport statusReport, RunId run, Instant now)
      throws IOException {
    return HistoryFold.of(statusReport, run, now);
  }

  /** Returns the time the run took, or has taken so far. */
  public Duration elapsed() {
    return Duration.between(run.startedAt(), until);
  }

  /** Returns the issues that landed in the run. */
  public List<WorkedIssue> landed() {
    return issues.stream().filter(each -> each.fate() == Fate.LANDED).toList();
  }

  /** Returns every attempt of the run, in the order of the issues. */
  public List<WorkedAttempt> attempts() {
    return issues.stream().flatMap(each -> each.attempts().stream()).toList();
  }

  /** Whether a run is over. */
  public enum State {
    /** The run is going on. */
    RUNNING,
    /** The run came to its end. */
    ENDED,
    /** The run's process ended before the run did, as by {@code kill -9} or a loss of power. */
    CUT_OFF;

    /** Returns the word used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What became of work in a run. */
  public enum Fate {
    /** It landed, or was left on a branch as was asked for. */
    LANDED,
    /** It is under way, or waits to land, for an approval or for the next run. */
    OPEN,
    /** It was discarded: it failed, conflicted, was rejected, or changed nothing. */
    DISCARDED;

    /** Returns the word used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The phases of an attempt that a report tells apart. */
  public enum Stage {
    /** Its worktree is made ready. */
    PREPARE,
    /** An agent works. */
    AGENT,
    /** Its work waits for its turn to land. */
    QUEUE,
    /** A gate judges its work. */
    GATE,
    /** The tip moves to its work. */
    LANDING;

    /** Returns the word shown to people and used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A stage of an attempt, from its beginning to its end.
   *
   * @param stage the stage
   * @param from its beginning
   * @param to its end, not before its beginning
   */
  public record Span(Stage stage, Instant from, Instant to) {
    /** Returns how long it took. */
    public Duration length() {
      return Duration.between(from, to);
    }
  }

  /**
   * One attempt at an issue.
   *
   * @param id its id
   * @param issue the issue
   * @param number 1 for the first ever at the issue
   * @param slot its worktree; empty if that is not known
   * @param agent its agent; empty if that is not known
   * @param from the time it was claimed
   * @param to the time it was over, or the end of the run
   * @param outcome how it ended, as a lifecycle word such as {@code landed} or {@code rejected};
   *     {@code unfinished} if it was not over when the run was
   * @param fate what became of its work
   * @param reason the reason for the outcome, one line
   * @param evidence the evidence for the reason, possibly many lines, possibly empty
   * @param used what its agents used
   * @param spans its stages, in order, without gaps or overlaps
   */
  public record WorkedAttempt(
      AttemptId id,
      IssueId issue,
      int number,
      String slot,
      String agent,
      Instant from,
      Instant to,
      String outcome,
      Fate fate,
      String reason,
      String evidence,
      UsageSummary used,
      List<Span> spans) {
    /** Copies the spans. */
    public WorkedAttempt {
      spans = List.copyOf(spans);
    }

    /** Returns the time it spent in {@code stage}. */
    public Duration time(Stage stage) {
      return spans.stream()
          .filter(each -> each.stage() == stage)
          .map(Span::length)
          .reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns the time from its claim to its end. */
    public Duration length() {
      return Duration.between(from, to);
    }
  }

  /**
   * An issue that a run worked on, or landed.
   *
   * @param id the issue
   * @param title its title
   * @param type its type
   * @param outcome the outcome of its last attempt in the run, as {@link WorkedAttempt#outcome()}
   * @param fate what became of it in the run
   * @param commit the commit it landed as in the run
   * @param attempts its attempts in the run, first to last; at least one
   * @param corrections the corrections that these attempts made
   * @param flakes the number of times a gate called one tree of its work red and then green
   */
  public record WorkedIssue(
      IssueId id,
      String title,
      String type,
      String outcome,
      Fate fate,
      Optional<String> commit,
      List<WorkedAttempt> attempts,
      List<Correction> corrections,
      int flakes) {
    /** Copies the lists. */
    public WorkedIssue {
      attempts = List.copyOf(attempts);
      corrections = List.copyOf(corrections);
    }

    /** Returns the last attempt. */
    public WorkedAttempt last() {
      return attempts.get(attempts.size() - 1);
    }

    /** Returns the time from its first claim to the end of its last attempt. */
    public Duration length() {
      return Duration.between(attempts.get(0).from(), last().to());
    }

    /** Returns the time its attempts spent in {@code stage}. */
    public Duration time(Stage stage) {
      return attempts.stream().map(each -> each.time(stage)).reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns what its attempts in the run used. */
    public UsageSummary used() {
      return attempts.stream()
          .map(WorkedAttempt::used)
          .reduce(UsageSummary.NONE, UsageSummary::plus);
    }
  }

  /**
   * A verdict of a gate.
   *
   * @param issue the issue whose work was judged on top; empty for the target itself
   * @param from the time the gate began
   * @param to the time of the verdict
   * @param green true if the tree may land
   * @param used false if the candidate did not land, so that the gate's time was spent in vain
   */
  public record GateVerdict(
      Optional<IssueId> issue, Instant from, Instant to, boolean green, boolean used) {}

  /**
   * The way of a branch from one commit to another.
   *
   * @param from the name of the commit before the first landing
   * @param to the name of the commit after the last one
   */
  public record CommitRange(String from, String to) {}

  /**
   * A dependency.
   *
   * @param first the issue that comes first
   * @param then the issue that needs it
   */
  public record Link(IssueId first, IssueId then) {}
}
