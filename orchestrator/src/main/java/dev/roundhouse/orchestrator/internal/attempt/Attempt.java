package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.internal.agent.AgentResult;
import dev.roundhouse.orchestrator.internal.agent.Agents;
import dev.roundhouse.orchestrator.internal.agent.EmbeddedAgent;
import dev.roundhouse.orchestrator.internal.agent.Prompt;
import dev.roundhouse.orchestrator.internal.agent.StepKind;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.Harvest;
import dev.roundhouse.orchestrator.internal.git.worktree.HarvestedWork;
import dev.roundhouse.orchestrator.internal.git.worktree.HeldSlots;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one claimed issue: the worktree is brought to the tip, the agents of its steps
 * work, and everything they left is saved in refs before any conclusion is drawn.
 *
 * <p>For one worker thread.
 */
public final class Attempt {
  private static final int TRIES = 3;

  private final RunContext context;
  private final Agents agents;
  private final WorktreeProvisioner supplies;
  private final Issue issue;
  private final AttemptId attempt;
  private final int number;
  private final CompletableFuture<Void> stop;
  private final RepairSetup repair;
  private final AgentRequests requests;
  private final FollowUpIssues followUps;
  private AgentReport report = AgentReport.NOTHING;
  private Optional<Budget.Share> exceeded = Optional.empty(); // by the current agent
  private CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
  private volatile boolean isStarted; // whether one of its agents has started

  /**
   * Creates an attempt for an issue that has been claimed.
   *
   * @param supplies prepares the worktree, and cleans up after the agents
   * @param number the attempt's number
   * @param stop completes when the attempt must be abandoned at once
   */
  public Attempt(
      RunContext context,
      Agents agents,
      WorktreeProvisioner supplies,
      Issue issue,
      AttemptId attempt,
      int number,
      CompletableFuture<Void> stop) {
    this.context = context;
    this.agents = agents;
    this.supplies = supplies;
    this.issue = issue;
    this.attempt = attempt;
    this.number = number;
    this.stop = stop;
    this.repair = new RepairSetup(context, issue);
    this.requests = new AgentRequests(context, agents, issue, attempt, number, repair);
    this.followUps = new FollowUpIssues(context, issue, attempt, number, agents::redacted);
  }

  /**
   * Works the issue in {@code free}, a slot that contains nothing unsaved.
   *
   * @return the work to land, or empty if the attempt has ended otherwise, which is recorded
   * @throws IOException if git, the ledger or the file system failed; the claim stays, and the next
   *     start of a run releases it after saving the work
   */
  public Optional<FinishedWork> work(Worktree free) throws IOException, InterruptedException {
    Path attemptDir = Directories.createPlain(context.attemptDir(issue.id(), number));
    context.enter(issue.id(), Phase.PREPARE, WorktreeProvisioner.setupLog(attemptDir));
    ObjectId base = context.target().tip();
    AttemptConclusion conclusion =
        new AttemptConclusion(context, issue, attempt, number, agents, base, attemptDir);
    Worktree slot = begin(free, base);
    try {
      return work(slot, base, attemptDir, conclusion);
    } catch (IOException failed) {
      if (isStarted || Files.isDirectory(slot.path(), LinkOption.NOFOLLOW_LINKS)) {
        throw failed;
      }
      harvest(slot, base);
      conclusion.removed();
      return Optional.empty();
    }
  }

  private Optional<FinishedWork> work(
      Worktree slot, ObjectId base, Path attemptDir, AttemptConclusion conclusion)
      throws IOException, InterruptedException {
    if (!supplies.prepare(slot, attemptDir, stop)) {
      conclusion.interrupted();
      return Optional.empty();
    }
    PlacedFiles placed = new PlacedFiles(context.repository().checkout(), slot.path());
    AgentRequest agentRequest = requests.of(slot, placed, base, attemptDir);
    followUps.files().prepare(slot, base);
    conclusion.prepared();
    Optional<FinishedWork> finished;
    try {
      finished = steps(slot, base, placed, agentRequest, conclusion);
    } catch (MissingObjectException vanished) { // saved work, or work yet to save
      harvest(slot, base);
      conclusion.vanished();
      finished = Optional.empty();
    }
    supplies.clearUp(slot.path(), attemptDir, stop);
    return finished;
  }

  /**
   * Brings the worktree to the agent's starting point; repeats this if another process meanwhile
   * deletes objects written for it, or the worktree itself.
   */
  private Worktree begin(Worktree free, ObjectId base) throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      try {
        Worktree slot = context.pool().moveTo(context.pool().slot(free.name()), base);
        new Harvest(context.repository()).begin(slot);
        context.done(Checkpoint.MOVED);
        Optional<IssueRecord> record = context.ledger().view().issue(issue.id());
        if (goesOn(record)) {
          repair.fill(slot, base, record.orElseThrow());
        }
        return slot;
      } catch (IOException failed) {
        if (i == TRIES || failed instanceof RepositoryException) {
          throw failed;
        }
        context.repository().objects().forget();
      }
    }
  }

  private Optional<FinishedWork> steps(
      Worktree slot,
      ObjectId base,
      PlacedFiles placed,
      AgentRequest agentRequest,
      AttemptConclusion conclusion)
      throws IOException, InterruptedException {
    Optional<IssueRecord> record = context.ledger().view().issue(issue.id());
    boolean again =
        record.filter(each -> wasSentBack(each) || Comments.areOnWork(each)).isPresent();
    Prompt prompt = requests.prompt(record, issue);
    if (!again && agents.has(StepKind.VALIDATE)) {
      AgentEnding ending = agent(StepKind.VALIDATE, prompt, agentRequest);
      AgentResult answer = conclusion.settled(StepKind.VALIDATE, placed.result(), report, exceeded);
      if (!AttemptConclusion.goesOn(ending, answer)) {
        return conclusion.ofValidation(ending, harvest(slot, base), answer);
      }
      placed.clearResult();
      prompt = requests.prompt(record, placed.seen(issue, agentRequest.issueFile()));
    }
    StepKind kind = again && agents.has(StepKind.REPAIR) ? StepKind.REPAIR : StepKind.IMPLEMENT;
    AgentEnding ending =
        agent(kind, prompt, agentRequest.goingOn(requests.continuation(kind, record)));
    context.done(Checkpoint.AGENT_ENDED);
    AgentResult answer = conclusion.settled(kind, placed.result(), report, exceeded);
    HarvestedWork harvested = repair.checked(harvest(slot, base));
    return conclusion.of(ending, harvested, answer);
  }

  /** Tells whether the attempt goes on from the work of an earlier one. */
  private boolean goesOn(Optional<IssueRecord> record) {
    return record.filter(Comments::areOnWork).isPresent()
        || (record.filter(Attempt::wasSentBack).isPresent() && agents.has(StepKind.REPAIR));
  }

  private static boolean wasSentBack(IssueRecord record) {
    return record.failedAs() == LifecycleStatus.REJECTED
        || record.failedAs() == LifecycleStatus.CONFLICTED;
  }

  private AgentEnding agent(StepKind kind, Prompt prompt, AgentRequest agentRequest)
      throws IOException, InterruptedException {
    if (stop.isDone()) {
      return new AgentEnding.Interrupted();
    }
    String text =
        agents
            .template(kind)
            .map(template -> prompt.text(template, agentRequest))
            .orElseGet(() -> prompt.text(kind, mayFile()));
    Path log = agentRequest.log().resolveSibling(kind.log());
    context.enter(issue.id(), kind == StepKind.VALIDATE ? Phase.VALIDATE : Phase.AGENT, log);
    report = AgentReport.NOTHING;
    AttemptBudget budget = new AttemptBudget(context, issue.id(), attempt, stop);
    AttemptHost host = new AttemptHost(agentRequest, agents.name(kind, issue, number), budget);
    AgentEnding ending = agents.of(kind, issue, number).work(agentRequest.step(text, log), host);
    report = budget.end(report);
    exceeded = stop.isDone() ? Optional.empty() : budget.exceeded();
    return ending;
  }

  private boolean mayFile() {
    return context.options().agents().followUps() != AgentOptions.FollowUps.OFF;
  }

  private HarvestedWork harvest(Worktree slot, ObjectId base)
      throws IOException, InterruptedException {
    context.enter(issue.id(), Phase.HARVEST);
    IssueId id = issue.id();
    List<FollowUpFiles.Found> filed = followUps.files().read(slot, base);
    HarvestedWork harvested =
        new Harvest(context.repository(), each -> Optional.of(issue.title()))
            .of(slot, base, id, number, context.clock().instant());
    context.reportHarvested(id, harvested);
    context.done(Checkpoint.HARVESTED);
    followUps.enrol(filed);
    context.done(Checkpoint.ENROLLED);
    return harvested;
  }

  /** Returns what completes when the last thread of an agent has left the worktree. */
  public CompletableFuture<Void> left() {
    return left;
  }

  /** Records the agent's start, as the run's side of {@link AgentMonitor}. */
  private final class AttemptHost implements EmbeddedAgent.Host {
    private final String agent;
    private final AttemptBudget budget;
    private final String base;
    private final String slot;

    AttemptHost(AgentRequest agentRequest, String agent, AttemptBudget budget) {
      this.agent = agent;
      this.budget = budget;
      this.base = agentRequest.base();
      this.slot = agentRequest.worktree().getFileName().toString();
    }

    @Override
    public void starting(ProcessIdentity process) throws IOException {
      started(process);
    }

    @Override
    public void startingHere() throws IOException {
      started(null);
    }

    private void started(@Nullable ProcessIdentity process) throws IOException {
      isStarted = true;
      Instant now = context.clock().instant();
      context
          .ledger()
          .commit(new Event.AgentStarted(issue.id(), attempt, base, process, agent, now));
      context.done(Checkpoint.STARTED);
    }

    @Override
    public void abandoned(CompletableFuture<Void> ended) throws IOException {
      left = ended;
      new HeldSlots(context.repository(), context.pool()).hold(slot, ended);
      context
          .publisher()
          .warn(
              issue.id()
                  + ": its agent did not stop; worktree "
                  + slot
                  + " stays unused until the agent's thread ends");
    }

    @Override
    public void noted(String line) {
      if (!line.isBlank()) {
        context.publisher().note(issue.id() + repair.start() + agents.redacted(line));
      }
    }

    @Override
    public void used(Usage soFar) {
      budget.used(soFar);
    }

    @Override
    public void reported(AgentReport stated) {
      report = stated;
    }

    @Override
    public CompletableFuture<Void> interrupted() {
      return budget.stop();
    }
  }
}
