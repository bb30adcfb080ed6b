package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.git.worktree.Harvested;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What everything in one run shares. Immutable; its parts are safe for use by any number of
 * threads.
 *
 * @param run the run's id
 * @param options what was asked for
 * @param repository the repository
 * @param target the branch landed on
 * @param pool the worktrees
 * @param ledger the state
 * @param publisher where to tell of what happens
 * @param clock the one source of time
 * @param metrics what is counted on the way
 * @param steps told of each step of each issue as it is done; for tests
 * @param message the template of landing messages, or empty for the usual one
 * @param interrupted completes when unfinished work is to be put down
 */
public record RunContext(
    RunId run,
    RunOptions options,
    Repository repository,
    Target target,
    WorktreePool pool,
    Ledger ledger,
    EventPublisher publisher,
    InstantSource clock,
    RunMetrics metrics,
    Consumer<Checkpoint> steps,
    Optional<Template> message,
    CompletableFuture<Void> interrupted) {
  /** Where logs and other papers of one attempt are kept. */
  public Path papers(IssueId issue, int number) {
    return papers(repository.stateDir(), run, issue, number);
  }

  /** Where logs and other papers of one attempt of any run are kept, below {@code stateDir}. */
  public static Path papers(Path stateDir, RunId run, IssueId issue, int number) {
    return stateDir
        .resolve("runs")
        .resolve(run.value())
        .resolve(issue.key())
        .resolve(Integer.toString(number));
  }

  /** Where the gate's output goes for what is no attempt's: taking in what the user committed. */
  public Path syncLog() {
    return repository.stateDir().resolve("runs").resolve(run.value()).resolve("sync-gate.log");
  }

  /** Tells what went away of the user's own while {@code issue} was worked. */
  public void tellTaken(IssueId issue, Harvested harvested) {
    harvested.taken().forEach(each -> publisher.warn("while " + issue + " was worked, " + each));
  }

  /** Notes that {@code step} of some issue is done. */
  public void done(Checkpoint step) {
    steps.accept(step);
  }

  /** Tells that {@code issue} is in {@code phase} now. */
  public void enter(IssueId issue, Phase phase) {
    publisher.tell(new RunEvent.Entered(issue, phase));
  }
}
