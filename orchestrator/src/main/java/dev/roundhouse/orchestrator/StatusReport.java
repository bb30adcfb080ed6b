package dev.roundhouse.orchestrator;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.orchestrator.gate.TestResults;
import dev.roundhouse.orchestrator.internal.agent.EmbeddedAgent;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.backlog.SelectedBacklog;
import dev.roundhouse.orchestrator.internal.backlog.UnmatchedFilters;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.engine.RunOutlook;
import dev.roundhouse.orchestrator.internal.gate.ResultsFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.overlap.FootprintSurvey;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.internal.review.Decisions;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.HoldReasons;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.PlanningInputs;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The backlog, the ledger and the state of every issue at one moment; read without a lock and
 * without writing anything, even while a run is going. Immutable.
 *
 * @param checkout the checkout it is about
 * @param stateDir the directory of the ledger and the logs
 * @param reading the backlog
 * @param view the ledger
 * @param plan the state of every issue
 * @param budget the limits on agents' usage
 */
public record StatusReport(
    Path checkout,
    Path stateDir,
    BacklogReading reading,
    LedgerView view,
    Plan plan,
    Budget budget) {
  /**
   * Reads the status of the repository that {@code request} names.
   *
   * @throws RefusedException if there is no backlog, or the goal cannot be followed there
   * @throws IOException if something cannot be read
   */
  static StatusReport of(RunRequest request) throws IOException, RefusedException {
    try (Repository repository = Repository.find(request.directory())) {
      return look(repository, request).statusReport();
    }
  }

  /**
   * Reads the same, and refuses filters that match no issue.
   *
   * @throws RefusedException if there is no backlog, or a filter names what no issue has
   * @throws IOException if something cannot be read
   */
  static StatusReport ofSelected(RunRequest request) throws IOException, RefusedException {
    try (Repository repository = Repository.find(request.directory())) {
      Seen seen = look(repository, request);
      seen.refuseUnknown(request.options());
      return seen.statusReport();
    }
  }

  static Seen look(Repository repository, RunRequest request) throws IOException, RefusedException {
    LedgerView view = Ledger.read(repository.stateDir());
    SelectedBacklog selected =
        SelectedBacklog.of(BacklogReader.read(repository, request), view, request.options());
    BacklogReading reading = selected.reading();
    RunOptions options = selected.options();
    Scheduler scheduler =
        Scheduler.of(reading.issues(), options.selection(), options.order(), view);
    StatusReport statusReport =
        new StatusReport(
            repository.checkout(),
            repository.stateDir(),
            reading,
            view,
            explained(scheduler, view, reasons(request, options, view)),
            options.agents().budget());
    return new Seen(statusReport, scheduler, options);
  }

  private static HoldReasons reasons(RunRequest request, RunOptions options, LedgerView view) {
    String usual =
        request.agent() == null
            ? options.agent().map(Command::display).orElse("")
            : EmbeddedAgent.display(request.agent());
    return new HoldReasons(view, options.agents(), usual, request.clock().instant());
  }

  /**
   * A status report with the scheduler and the options it was made with.
   *
   * @param statusReport the report
   * @param scheduler the scheduler that planned it
   * @param options the options, with the selection of issues resolved
   */
  record Seen(StatusReport statusReport, Scheduler scheduler, RunOptions options) {
    /** Returns every issue, with a file or without. */
    Collection<Issue> all() {
      return statusReport.plan().standings().stream().map(IssueStanding::issue).toList();
    }

    void refuseUnknown(RunOptions asked) throws RefusedException {
      UnmatchedFilters.refuse(all(), asked.selection());
    }
  }

  /** Returns the issues under way that change the same files as {@code issue}. */
  List<Collision> collisions(RunRequest request, IssueId issue)
      throws IOException, RefusedException, InterruptedException {
    Optional<IssueStanding> standing = plan.find(issue);
    if (standing.isEmpty()) {
      return List.of();
    }
    try (Repository repository = Repository.openUnborn(request.directory())) {
      return new FootprintSurvey(repository, request.options(), plan).collisions(standing.get());
    }
  }

  /** Returns the work ahead of {@code run}, which is active. */
  RunEvent.Outlook outlook(RunRequest request, RunRecord run) {
    RunOptions options = request.options().toBuilder().workers(run.workers()).build();
    String usual = run.agent().isEmpty() ? "" : run.agent().get(0);
    PlanningInputs inputs =
        new PlanningInputs(options, usual, request.clock().instant(), Optional.of(run.startedAt()));
    return new RunOutlook(run.id(), inputs)
        .of(plan, reading.issues(), view, usage(run).total().charged());
  }

  static StatusReport of(Repository repository, Preflight preflight) throws IOException {
    LedgerView view = Ledger.read(repository.stateDir());
    return new StatusReport(
        repository.checkout(),
        repository.stateDir(),
        preflight.reading(),
        view,
        plan(preflight.scheduler(), view),
        preflight.selected().options().agents().budget());
  }

  private static Plan plan(Scheduler scheduler, LedgerView view) throws IOException {
    Plan plan = scheduler.plan(view);
    return mayBeActive(view) ? plan : plan.interrupted();
  }

  private static Plan explained(Scheduler scheduler, LedgerView view, HoldReasons reasons)
      throws IOException {
    Plan plan = scheduler.plan(view);
    return mayBeActive(view)
        ? plan.explained(reasons)
        : plan.interrupted().explained(reasons.betweenRuns());
  }

  private static boolean mayBeActive(LedgerView view) throws IOException {
    for (RunRecord run : view.runs()) {
      if (run.endedAt() == null
          && new OrphanedProcesses().inspect(run.owner()) != OrphanedProcesses.Liveness.DEAD) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the test results of the last attempt at an issue, if its gate was red.
   *
   * @throws IOException if they are kept and cannot be read
   */
  public Optional<TestResults> testResults(IssueStanding standing) throws IOException {
    List<AttemptSummary> history = standing.record().map(IssueRecord::history).orElse(List.of());
    if (history.isEmpty()) {
      return Optional.empty();
    }
    AttemptSummary last = history.get(history.size() - 1);
    return ResultsFile.read(logs(standing.issue().id(), last).gate());
  }

  /** Returns the decisions that a person has to make, as of {@code now}, oldest first. */
  public List<Decision> decisions(Instant now) {
    return Decisions.list(plan, view, now);
  }

  /** Returns the issues that agents filed while they worked on {@code issue}, by id. */
  public List<IssueId> followUps(IssueId issue) {
    return view.issues().stream()
        .filter(each -> each.enrolment() != null && each.enrolment().isFollowUpOf(issue))
        .map(IssueRecord::id)
        .sorted()
        .toList();
  }

  /** Returns the files that hold the output of an attempt at {@code issue}. */
  public AttemptLogs logs(IssueId issue, AttemptSummary attempt) {
    return new AttemptLogs(RunContext.attemptDir(stateDir, attempt.run(), issue, attempt.number()));
  }

  /**
   * Returns the active run, as far as this host can tell.
   *
   * @throws IOException if its process cannot be examined
   */
  public Optional<RunRecord> activeRun() throws IOException {
    for (RunRecord run : view.runs()) {
      if (run.endedAt() == null
          && new OrphanedProcesses().inspect(run.owner()) == OrphanedProcesses.Liveness.ALIVE) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the active run, or the last one between runs; empty if there was none.
   *
   * @throws IOException if a process cannot be examined
   */
  public Optional<RunRecord> currentRun() throws IOException {
    Optional<RunRecord> active = activeRun();
    return active.isPresent()
        ? active
        : view.runs().stream().max(Comparator.comparing(RunRecord::startedAt));
  }

  /** Returns what the agents of {@code run} did and used, as far as their work is over. */
  public UsageStatistics usage(RunRecord run) {
    return UsageStatistics.ofRun(view, run.id(), ZoneId.systemDefault());
  }

  /**
   * Returns what agents did and used in all runs, by agent, type of issue and day.
   *
   * @param since the time from which on attempts count; empty for all
   */
  public UsageStatistics statistics(Optional<Instant> since) {
    Function<IssueId, String> types =
        id -> plan.find(id).map(each -> each.issue().type().name()).orElse(UsageStatistics.UNKNOWN);
    return UsageStatistics.of(view, types, since, ZoneId.systemDefault());
  }

  /**
   * Returns the branch that is checked out if work has landed that it does not have yet.
   *
   * @throws IOException if the repository cannot be read
   */
  public Optional<String> behind() throws IOException {
    try (Repository repository = Repository.ofFound(checkout)) {
      Optional<String> branch =
          Target.mayHaveTip(repository) ? repository.currentBranch() : Optional.empty();
      if (branch.isEmpty()) {
        return Optional.empty();
      }
      repository.withContent();
      Target target = new Target(repository, branch.get());
      Optional<ObjectId> tip = repository.refs().commit(target.tipRef());
      Optional<ObjectId> head = repository.refs().commit(target.branchRef());
      return tip.isPresent()
              && head.isPresent()
              && !repository.objects().isAncestor(tip.get(), head.get())
          ? branch
          : Optional.empty();
    }
  }

  /**
   * Returns a line for people about the process that watches this repository, between runs or
   * during one, as far as this host can tell.
   *
   * @throws IOException if that is recorded and cannot be read
   */
  public Optional<String> watcher() throws IOException {
    return RunLock.watcher(stateDir);
  }
}
