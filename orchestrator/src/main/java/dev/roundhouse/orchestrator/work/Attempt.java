package dev.roundhouse.orchestrator.work;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.ProcessStamp;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.Attendance;
import dev.roundhouse.orchestrator.agent.Brief;
import dev.roundhouse.orchestrator.agent.Prompt;
import dev.roundhouse.orchestrator.git.Harvest;
import dev.roundhouse.orchestrator.git.Harvested;
import dev.roundhouse.orchestrator.git.Worktree;
import dev.roundhouse.orchestrator.run.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one claimed issue: the worktree is brought to the tip, the agent works, and all it
 * left is saved into refs before anything is concluded from it.
 *
 * <p>For one worker thread.
 */
public final class Attempt {
  private final RunContext context;
  private final Agent agent;
  private final @Nullable Setup setup;
  private final Issue issue;
  private final AttemptId attempt;
  private final int number;
  private final CompletableFuture<Void> stop;

  /**
   * An attempt that has been claimed.
   *
   * @param setup prepares the worktree, or null
   * @param number the attempt's number
   * @param stop completes when the attempt is to be put down at once
   */
  public Attempt(
      RunContext context,
      Agent agent,
      @Nullable Setup setup,
      Issue issue,
      AttemptId attempt,
      int number,
      CompletableFuture<Void> stop) {
    this.context = context;
    this.agent = agent;
    this.setup = setup;
    this.issue = issue;
    this.attempt = attempt;
    this.number = number;
    this.stop = stop;
  }

  /**
   * Works the issue in {@code slot}, which holds nothing that is not saved.
   *
   * @return the work to land, or empty if the attempt has ended otherwise, which is recorded
   * @throws IOException if git, the ledger or the file system failed; the claim stays, and the next
   *     start of a run releases it after saving what there is
   */
  public Optional<FinishedWork> work(Worktree slot) throws IOException, InterruptedException {
    context.enter(issue.id(), Phase.PREPARE);
    ObjectId base = context.target().tip();
    Path papers = Files.createDirectories(context.papers(issue.id(), number));
    Conclusion conclusion = new Conclusion(context, issue, attempt, number, base, papers);
    context.pool().moveTo(slot, base);
    context.done(Step.MOVED);
    if (setup != null && !setup.prepare(slot.path(), papers.resolve("setup.log"), stop)) {
      conclusion.interrupted();
      return Optional.empty();
    }
    PlacedFiles placed = new PlacedFiles(context.repository().checkout(), slot.path());
    Brief brief = brief(slot, placed, base, papers);
    conclusion.prepared();
    AgentEnding ending = agent(brief);
    context.done(Step.AGENT_ENDED);
    Harvested harvested = harvest(slot, base);
    context.done(Step.HARVESTED);
    return conclusion.of(ending, harvested, placed.result());
  }

  private Brief brief(Worktree slot, PlacedFiles placed, ObjectId base, Path papers)
      throws IOException {
    Optional<IssueRecord> record = context.ledger().view().issue(issue.id());
    boolean again = record.map(IssueRecord::failures).orElse(0) > 0;
    return new Brief(
        issue.id(),
        Prompt.of(
            issue,
            again ? record.map(IssueRecord::reason).orElse("") : "",
            again ? record.map(IssueRecord::evidence).orElse("") : ""),
        slot.path(),
        placed.place(issue),
        placed.result(),
        base.name(),
        context.run(),
        attempt,
        number,
        papers.resolve("agent.log"));
  }

  private AgentEnding agent(Brief brief) throws IOException, InterruptedException {
    if (stop.isDone()) {
      return new AgentEnding.Interrupted();
    }
    context.enter(issue.id(), Phase.AGENT);
    return agent.work(brief, new Roll(brief.base()));
  }

  private Harvested harvest(Worktree slot, ObjectId base) throws IOException, InterruptedException {
    context.enter(issue.id(), Phase.HARVEST);
    IssueId id = issue.id();
    return new Harvest(context.repository()).of(slot, base, id, number, context.clock().instant());
  }

  /** Records the agent's start; the run's side of {@link Attendance}. */
  private final class Roll implements Attendance {
    private final String base;

    Roll(String base) {
      this.base = base;
    }

    @Override
    public void starting(ProcessStamp process) throws IOException {
      Instant now = context.clock().instant();
      context.ledger().commit(new Event.AgentStarted(issue.id(), attempt, base, process, now));
      context.done(Step.STARTED);
    }

    @Override
    public CompletableFuture<Void> interrupted() {
      return stop;
    }
  }
}
