package dev.roundhouse.cli.output;

import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run at one moment, as the live view shows it. Immutable.
 *
 * @param target the branch that work lands on
 * @param counts how far the run has come
 * @param running the issues at work, by worktree
 * @param queue the issues that wait to land, the next one first
 * @param left the time until all is done; empty if it is not known
 * @param perHour the number of issues that land in an hour; empty if it is not known
 * @param spent the usage of agents
 * @param limit the budget, in one of the numbers of a usage; empty if there is none
 * @param stop how urgently the run must stop
 * @param idle what is said while no run is active; empty during a run
 * @param footer the last line for a run that is made elsewhere and only looked at, possibly empty;
 *     no value for a run of this process
 */
record LiveViewState(
    String target,
    Counts counts,
    List<Row> running,
    List<Row> queue,
    Optional<Duration> left,
    Optional<Double> perHour,
    Usage spent,
    Optional<Usage> limit,
    StopSignal.Level stop,
    String idle,
    Optional<String> footer) {
  LiveViewState {
    running = List.copyOf(running);
    queue = List.copyOf(queue);
  }

  /**
   * Returns the time until all is done, as far as it is known.
   *
   * @param lookedAt the time of the outlook
   */
  static Optional<Duration> left(RunEvent.Outlook outlook, Instant lookedAt, Instant now) {
    return outlook
        .left()
        .filter(time -> !time.isZero())
        .map(time -> time.minus(Duration.between(lookedAt, now)));
  }

  boolean isIdle() {
    return !idle.isEmpty();
  }

  /** Tells whether another process makes the run. */
  boolean isOnlooker() {
    return footer.isPresent();
  }

  /** Returns the same picture for an onlooker, with another last line. */
  LiveViewState with(String lastLine) {
    return new LiveViewState(
        target,
        counts,
        running,
        queue,
        left,
        perHour,
        spent,
        limit,
        stop,
        idle,
        Optional.of(lastLine));
  }

  /**
   * The progress of a run.
   *
   * @param landed the number of issues that have landed
   * @param total the number of issues it has worked on or will; 0 if it is not known
   * @param failed the number of issues that were given up
   */
  record Counts(int landed, int total, int failed) {}

  /**
   * One issue under way.
   *
   * @param place the worktree it is worked on in, or its place in the queue
   * @param issue its id
   * @param state the phase or the verdict, in a word
   * @param style the way to show the state
   * @param elapsed the time since the state began
   * @param note the last line of the agent or of the gate, or else its title
   */
  record Row(
      String place,
      String issue,
      String state,
      TextTable.Style style,
      Duration elapsed,
      String note) {}
}
