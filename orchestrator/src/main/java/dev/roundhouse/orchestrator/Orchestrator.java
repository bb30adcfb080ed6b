package dev.roundhouse.orchestrator;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.internal.backlog.FixableFiles;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.engine.BaseCheck;
import dev.roundhouse.orchestrator.internal.engine.RunLauncher;
import dev.roundhouse.orchestrator.internal.engine.SyncOperation;
import dev.roundhouse.orchestrator.internal.gc.GarbageCollector;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.BaseReport;
import dev.roundhouse.orchestrator.run.GcReport;
import dev.roundhouse.orchestrator.run.IssueFileFixes;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.run.WatchReport;
import dev.roundhouse.orchestrator.schedule.Collision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works through the backlog of one repository: the library's entry point.
 *
 * <pre>{@code
 * RunReport report =
 *     Orchestrator.at(repository)
 *         .options(RunOptions.builder().agent(Command.parse("./agent.sh")).build())
 *         .listener(event -> log(event))
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>Immutable, with no static state: any number may exist in one JVM. Only one of those for the
 * same repository, in this JVM or any other, runs at a time; the others are refused.
 */
public final class Orchestrator {
  private final RunRequest request;

  private Orchestrator(RunRequest request) {
    this.request = request;
  }

  /** Returns a builder for the repository that contains {@code directory}. */
  public static Builder at(Path directory) {
    return new Builder(RunRequest.builder(directory));
  }

  /**
   * Works through the backlog until nothing more can be done or {@link Builder#stop} is raised.
   * Survives a crash at any moment: the next call carries on.
   *
   * @return the result
   * @throws RefusedException if the run cannot start or continue until a person acts; what is
   *     recorded stays
   * @throws IOException if git, the ledger or the file system failed; calling again carries on from
   *     what is recorded
   * @throws InterruptedException if the calling thread was interrupted; unfinished work is kept
   */
  public RunReport run() throws IOException, RefusedException, InterruptedException {
    return new RunLauncher(request).once();
  }

  /**
   * Works through the backlog as {@link #run} does, and then waits for changes: to issue files, to
   * the plan, and to the target if something is held up. Ends when {@link Builder#stop} is raised,
   * or when the allowed number of issues has been worked.
   *
   * @return the result
   * @throws RefusedException if the first run would be refused
   * @throws IOException if git, the ledger or the file system failed; calling again carries on from
   *     what is recorded
   * @throws InterruptedException if the calling thread was interrupted; unfinished work is kept
   */
  public WatchReport watch() throws IOException, RefusedException, InterruptedException {
    return new RunLauncher(request).watch();
  }

  /**
   * Checks everything a run would check, and returns the state of every issue; writes nothing.
   *
   * @throws RefusedException if a run would be refused
   * @throws IOException if something cannot be read
   */
  public StatusReport preview() throws IOException, RefusedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      return StatusReport.of(repository, Preflight.of(repository, request));
    }
  }

  /**
   * Predicts how a run would go: which worker would work on which issue when, and how long it would
   * take; writes nothing, and needs no agent.
   *
   * @throws RefusedException if there is no backlog, or the goal cannot be followed there
   * @throws IOException if something cannot be read
   * @throws InterruptedException if the calling thread was interrupted
   */
  public PlanReport plan() throws IOException, RefusedException, InterruptedException {
    return PlanReport.of(request);
  }

  /**
   * Returns the top of the checkout, also of one without commits.
   *
   * @throws RepositoryException if the directory is not in a repository that can be worked on
   * @throws IOException if git cannot be asked
   */
  public Path checkout() throws IOException {
    try (Repository repository = Repository.find(request.directory())) {
      return repository.checkout();
    }
  }

  /**
   * Returns the state of every issue; writes nothing, and needs no agent.
   *
   * @throws RefusedException if there is no backlog, or the goal cannot be followed there
   * @throws IOException if something cannot be read
   */
  public StatusReport status() throws IOException, RefusedException {
    return StatusReport.of(request);
  }

  /**
   * Returns the state of every issue, as {@link #status} does, if each filter of the options names
   * something that an issue has.
   *
   * @throws RefusedException if there is no backlog, or a filter names what no issue has
   * @throws IOException if something cannot be read
   */
  public StatusReport statusOfSelected() throws IOException, RefusedException {
    return StatusReport.ofSelected(request);
  }

  /**
   * Returns the issues that are under way in {@code statusReport} and change the same files as
   * {@code issue}, by id; none if overlaps are off or there is no such issue. Writes nothing.
   *
   * @throws RefusedException if there is no repository any more
   * @throws IOException if something cannot be read
   * @throws InterruptedException if the calling thread was interrupted
   */
  public List<Collision> collisions(StatusReport statusReport, IssueId issue)
      throws IOException, RefusedException, InterruptedException {
    return statusReport.collisions(request, issue);
  }

  /**
   * Returns the work ahead of the run that is active in {@code statusReport}, and its spending so
   * far, calculated as in the run itself, but with the filters of these options; empty if no run is
   * active.
   *
   * @throws IOException if a process cannot be examined
   */
  public Optional<RunEvent.Outlook> outlook(StatusReport statusReport) throws IOException {
    return statusReport.activeRun().map(run -> statusReport.outlook(request, run));
  }

  /**
   * Finds what can be corrected in issue files without a person's judgement; writes nothing until
   * one of them is applied. A backlog supplied by the embedder has no files.
   *
   * @throws IOException if a file or git's index cannot be read
   */
  public IssueFileFixes fixes() throws IOException {
    return FixableFiles.of(request);
  }

  /** Returns the options it was built with. */
  public RunOptions options() {
    return request.options();
  }

  /** Returns an editor that changes the plan from outside a run. */
  public PlanEditor planEditor() {
    return new PlanEditor(request);
  }

  /** Returns the agents that are known by name. */
  public AgentCatalog agents() {
    return new AgentCatalog(request);
  }

  /** Returns the doctor that checks the ledger and repairs it. */
  public Doctor doctor() {
    return new Doctor(request);
  }

  /**
   * Removes finished work that is saved elsewhere, by the chosen retention: refs of work that has
   * landed or was released, logs of old runs, unused worktrees; compacts the journal, packs refs
   * and lets git collect garbage.
   *
   * @throws RefusedException if a run is going
   * @throws IOException if something could not be removed; nothing that is needed is lost
   * @throws InterruptedException if the calling thread was interrupted
   */
  public GcReport collectGarbage() throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      return new GarbageCollector(repository, request).collect();
    }
  }

  /**
   * Returns what {@link #collectGarbage} would remove; writes nothing, and may be called at any
   * time.
   *
   * @throws IOException if something cannot be read
   * @throws InterruptedException if the calling thread was interrupted
   */
  public GcReport previewGarbage() throws IOException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      return new GarbageCollector(repository, request).preview();
    }
  }

  /** Returns access to the kept work of every attempt. */
  public Rescue rescue() {
    return new Rescue(request);
  }

  /** Returns access to what attempts have changed. */
  public AttemptContent attemptContent() {
    return new AttemptContent(request);
  }

  /**
   * Gates the commit that the next run would start from, once and in a worktree of its own. A green
   * verdict is kept, so that the run need not do it again.
   *
   * @throws RefusedException if there is no target, a program of the gate does not exist, or a run
   *     is active
   * @throws IOException if git, the ledger or the file system failed
   * @throws InterruptedException if the calling thread was interrupted
   */
  public BaseReport gateBase() throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      return new BaseCheck(repository, request).go();
    }
  }

  /** Returns the setup, which proposes a first configuration. */
  public ProjectSetup projectSetup() {
    return new ProjectSetup(request);
  }

  /**
   * Brings landed work to the target branch, as far as git allows that without touching a local
   * change.
   *
   * @throws RefusedException if a person must act first
   * @throws IOException if git, the ledger or the file system failed
   * @throws InterruptedException if the calling thread was interrupted
   */
  public SyncReport sync(SyncReport.Mode mode)
      throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      return new SyncOperation(repository, request).go(mode);
    }
  }

  /** Collects the parts of an {@link Orchestrator}. For one thread at a time. */
  public static final class Builder {
    final RunRequest.Builder request;

    private Builder(RunRequest.Builder request) {
      this.request = request;
    }

    /** Sets the options. */
    public Builder options(RunOptions chosen) {
      request.options(chosen);
      return this;
    }

    /** Sets the listener for what happens. */
    public Builder listener(RunListener chosen) {
      request.listener(chosen);
      return this;
    }

    /** Sets the source of time. */
    public Builder clock(InstantSource chosen) {
      request.clock(chosen);
      return this;
    }

    /**
     * Sets the environment that agents and gates inherit and that determines the author of commits;
     * this process's environment by default.
     */
    public Builder environment(Map<String, String> chosen) {
      request.environment(Map.copyOf(chosen));
      return this;
    }

    /** Sets the signal that ends the run early. */
    public Builder stop(StopSignal chosen) {
      request.stop(chosen);
      return this;
    }

    /** Sets the source of issues, instead of Markdown files in the checkout. */
    public Builder backlog(Backlog chosen) {
      request.backlog(chosen);
      return this;
    }

    /** Sets the agent that works on issues, instead of the command in the options. */
    public Builder agent(Agent chosen) {
      request.agent(chosen);
      return this;
    }

    /** Sets the gate that judges candidates, instead of the command in the options. */
    public Builder gate(Gate chosen) {
      request.gate(chosen);
      return this;
    }

    /** Returns the orchestrator; nothing is read or written yet. */
    public Orchestrator build() {
      return new Orchestrator(request.build());
    }
  }
}
