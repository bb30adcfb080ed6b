package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.git.worktree.HarvestedWork;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The parts that everything in one run shares. Immutable; its parts are safe for use by any number
 * of threads.
 *
 * @param run the run's id
 * @param options the options of the run
 * @param repository the repository
 * @param target the branch to land on
 * @param pool the worktrees
 * @param ledger the state
 * @param backlog the source of issues, which is written back to
 * @param publisher reports events
 * @param clock the one source of time
 * @param metrics the counters of the run
 * @param steps receives each step of each issue as it is done; for tests
 * @param message the template of landing messages, or empty for the usual one
 * @param interrupted completes when unfinished work must be abandoned
 */
public record RunContext(
    RunId run,
    RunOptions options,
    Repository repository,
    Target target,
    WorktreePool pool,
    Ledger ledger,
    Backlog backlog,
    EventPublisher publisher,
    InstantSource clock,
    RunMetrics metrics,
    Consumer<Checkpoint> steps,
    Optional<Template> message,
    CompletableFuture<Void> interrupted) {
  /** Returns the directory of logs and other files of one attempt. */
  public Path attemptDir(IssueId issue, int number) {
    return attemptDir(repository.stateDir(), run, issue, number);
  }

  /**
   * Returns the directory of logs and other files of one attempt of any run, below {@code
   * stateDir}.
   */
  public static Path attemptDir(Path stateDir, RunId run, IssueId issue, int number) {
    return stateDir
        .resolve("runs")
        .resolve(run.value())
        .resolve(issue.key())
        .resolve(Integer.toString(number));
  }

  /**
   * Returns the log of the gate's output outside of any attempt, when it judges the user's commits.
   */
  public Path syncLog() {
    return repository.stateDir().resolve("runs").resolve(run.value()).resolve("sync-gate.log");
  }

  /** Returns what marks issues done in their files. */
  public IssueMarker marker() {
    return new IssueMarker(backlog, publisher);
  }

  /** Reports which of the user's own work disappeared while {@code issue} was worked on. */
  public void reportHarvested(IssueId issue, HarvestedWork harvested) {
    harvested.taken().forEach(each -> publisher.warn("while " + issue + " was worked on, " + each));
  }

  /**
   * Records the reason why nothing more starts, one line for people; an empty one lifts the hold.
   */
  public void hold(String reason) throws IOException {
    Event held = new Event.RunHeld(run, reason, clock.instant());
    ledger.commit(
        view -> {
          String before = view.run(run).map(RunRecord::hold).orElse("");
          return before.equals(reason) ? List.of() : List.of(held);
        });
  }

  /** Notes that {@code step} of an issue is done. */
  public void done(Checkpoint step) {
    steps.accept(step);
  }

  /** Notes that {@code issue} has entered {@code phase}. */
  public void enter(IssueId issue, Phase phase) {
    publisher.publish(new RunEvent.Entered(issue, phase, Optional.empty()));
  }

  /** Notes that {@code issue} has entered {@code phase}, whose command prints to {@code log}. */
  public void enter(IssueId issue, Phase phase, Path log) {
    publisher.publish(new RunEvent.Entered(issue, phase, Optional.of(log)));
  }
}
