package dev.roundhouse.orchestrator;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.IssueDraft;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.IssueEdit;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.PlanChange;
import dev.roundhouse.core.ledger.StaleVersionException;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.core.ledger.SubmissionReceipt;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.backlog.IssueFiling;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.engine.OneShotSubmission;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.EffectiveIssues;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Changes the plan from outside a run, whether one is going or not. Each call is one step of the
 * ledger: it happens as a whole or not at all, it is durable when the call returns, and an active
 * run notices within a fifth of a second. If two people change the same issue, one succeeds and the
 * other gets an exception.
 *
 * <p>Every method throws {@link IssueNotFoundException} if neither the backlog nor the ledger knows
 * an issue, {@link IllegalTransitionException} if the change is not possible in the issue's current
 * status, {@link RefusedException} if the repository or the backlog cannot be read, and {@link
 * IOException} if the change could not be recorded; nothing was changed then, unless the message
 * says that this is unknown.
 *
 * <p>Immutable; safe for use by any number of threads and processes, as {@code AmendmentsTest} and
 * the ledger's tests show.
 */
public final class PlanEditor {
  private final RunRequest request;
  private final Optional<Version> expected;

  PlanEditor(RunRequest request) {
    this(request, Optional.empty());
  }

  private PlanEditor(RunRequest request, Optional<Version> expected) {
    this.request = request;
    this.expected = expected;
  }

  /**
   * Returns an editor whose methods throw {@link StaleVersionException} unless {@code issue} is
   * still at {@code version} in the ledger; 0 is the version of an issue the ledger does not know.
   */
  public PlanEditor expecting(IssueId issue, long version) {
    return new PlanEditor(request, Optional.of(new Version(issue, version)));
  }

  /**
   * Makes issues free to be worked on again, whatever their result was; failures count from zero.
   * An issue that is already free stays so.
   */
  public ChangeId retry(Collection<IssueId> issues) throws IOException, RefusedException {
    Instant now = request.clock().instant();
    return each(
        issues,
        (change, issue) ->
            view ->
                view.issue(issue).filter(PlanEditor::isRetryable).stream()
                    .<Event>map(record -> new Event.IssueRetried(issue, now))
                    .toList());
  }

  /**
   * Makes issues free to be worked on again as the other overload does, and gives their agents
   * {@code comments} to start from.
   *
   * @throws IllegalArgumentException if the comments are blank, or longer than {@link
   *     dev.roundhouse.core.ledger.Feedback#MAX_LENGTH}
   */
  public ChangeId retry(Collection<IssueId> issues, String comments)
      throws IOException, RefusedException {
    Predicate<LedgerView> isIdle = idle();
    return each(issues, (change, issue) -> change.sendBack(issue, comments, true, isIdle));
  }

  /**
   * Sends issues back to their agents with a person's comments, whatever their result was: they are
   * free to be worked on again, and failures count from zero. The next attempt goes on from the
   * work that is kept, in the agent's own session if its program can. Impossible while an attempt
   * is under way, or waits to land and a run is active.
   *
   * @throws IllegalArgumentException as {@link #retry(Collection, String)} does
   */
  public ChangeId sendBack(Collection<IssueId> issues, String comments)
      throws IOException, RefusedException {
    Predicate<LedgerView> isIdle = idle();
    return each(issues, (change, issue) -> change.sendBack(issue, comments, false, isIdle));
  }

  private static boolean isRetryable(IssueRecord record) {
    return record.status() != LifecycleStatus.OPEN || record.feedback() != null;
  }

  /**
   * Cancels issues: at once if no agent works on them, also if their work is finished and no run is
   * active; otherwise the active run, or the next one, ends the agent. The work is kept. Too late
   * once an issue is landing.
   */
  public ChangeId cancel(Collection<IssueId> issues, String reason)
      throws IOException, RefusedException {
    return putAside(issues, LifecycleStatus.CANCELLED, reason);
  }

  /** Sets issues aside until a retry, in the same way as {@link #cancel}. */
  public ChangeId skip(Collection<IssueId> issues, String reason)
      throws IOException, RefusedException {
    return putAside(issues, LifecycleStatus.SKIPPED, reason);
  }

  private ChangeId putAside(Collection<IssueId> issues, LifecycleStatus next, String reason)
      throws IOException, RefusedException {
    Predicate<LedgerView> isIdle = idle();
    return each(issues, (change, issue) -> change.putAside(issue, next, reason, isIdle));
  }

  /** Returns a check that a view has no active run. */
  private Predicate<LedgerView> idle() throws IOException {
    try (Repository repository = Repository.openUnborn(request.directory())) {
      return new OrphanedProcesses().idle(Ledger.read(repository.stateDir()));
    }
  }

  /** Makes issues wait for approval before {@code stage}. */
  public ChangeId hold(Collection<IssueId> issues, ApprovalStage stage)
      throws IOException, RefusedException {
    return each(issues, (change, issue) -> change.ask(issue, stage));
  }

  /** Approves issues that await approval. */
  public ChangeId approve(Collection<IssueId> issues) throws IOException, RefusedException {
    return each(issues, PlanChange::approve);
  }

  /** Skips issues, each of which must await approval; their work is kept. */
  public ChangeId refuse(Collection<IssueId> issues, String reason)
      throws IOException, RefusedException {
    return each(issues, (change, issue) -> change.refuse(issue, reason));
  }

  /** Edits issues from their next attempts on; no file is written. */
  public ChangeId edit(Collection<IssueId> issues, IssueEdit edit)
      throws IOException, RefusedException {
    return each(issues, (change, issue) -> change.edit(issue, edit));
  }

  /** Swaps the places of two waiting issues in the order. */
  public ChangeId swap(IssueId one, IssueId other) throws IOException, RefusedException {
    return commit(
        List.of(one, other),
        (change, backlog) -> {
          return view -> {
            Scheduler scheduler =
                Scheduler.of(
                    backlog, request.options().selection(), request.options().order(), view);
            return change.swap(one, other, id -> scheduler.ownPlace(id, view)).apply(view);
          };
        });
  }

  /**
   * Submits an issue that has no file; a second submission with the same key within 24 hours gets
   * the answer to the first.
   *
   * @throws IllegalTransitionException also if the backlog has an issue with that id
   * @throws IllegalArgumentException if the key is malformed
   */
  public SubmissionReceipt submit(IssueId issue, Submission enrolment, Optional<String> requestKey)
      throws IOException, RefusedException {
    try (Repository repository = Repository.openUnborn(request.directory())) {
      return new IssueFiling(repository, request).submit(issue, enrolment, requestKey);
    }
  }

  /**
   * Submits an issue without a file that a person wants done at once, by a run with {@link
   * dev.roundhouse.orchestrator.options.RunOptions#onlyFor}. Everything such a run would check is
   * checked first; whether there is a backlog, and what is wrong with it, does not matter.
   *
   * @param held the step it waits for approval before, if any; asked in the same step of the ledger
   * @return its id: {@code DO-1} and so on, the next one that no issue has
   * @throws RefusedException also if another run is active
   */
  public IssueId submitOneShot(Submission submission, Optional<ApprovalStage> held)
      throws IOException, RefusedException {
    return new OneShotSubmission(request).submit(submission, held);
  }

  /**
   * Writes a new issue into a file of the checkout, which is named, numbered and written like those
   * that exist; an active run finds it there. Its id is the next one that neither the backlog nor
   * the ledger has; no two calls get the same, in whatever process or worktree.
   *
   * @return the issue as its file reads
   * @throws RefusedException also if the backlog is not made of files of the checkout, or none can
   *     say what {@code draft} does
   */
  public Issue create(IssueDraft draft) throws IOException, RefusedException {
    try (Repository repository =
        Repository.openUnborn(request.directory(), request.environment())) {
      return new IssueFiling(repository, request).create(draft);
    }
  }

  /**
   * Writes a new issue as {@link #create} does, but into a file that a person can edit before the
   * issue is in the backlog: no run sees it until {@link Draft#publish}. Its id is given to no
   * other issue meanwhile.
   */
  public Draft draft(IssueDraft draft) throws IOException, RefusedException {
    try (Repository repository =
        Repository.openUnborn(request.directory(), request.environment())) {
      return new Draft(request, new IssueFiling(repository, request).createAside(draft));
    }
  }

  /** Returns the files of drafts that were never published and whose process is gone, by path. */
  public List<Path> leftDrafts() throws IOException {
    try (Repository repository = Repository.openUnborn(request.directory())) {
      return new IssueFiling(repository, request).leftAside();
    }
  }

  /** A new issue that is not in the backlog yet; for one thread. */
  public static final class Draft implements AutoCloseable {
    private final RunRequest request;
    private final IssueFiling.Aside aside;

    private Draft(RunRequest request, IssueFiling.Aside aside) {
      this.request = request;
      this.aside = aside;
    }

    /** Returns the issue as it was written, with the path it will have. */
    public Issue issue() {
      return aside.issue();
    }

    /** Returns the file to edit, outside the backlog. */
    public Path file() {
      return aside.file();
    }

    /**
     * Moves the file to its place in the backlog, where it appears complete.
     *
     * @throws FileAlreadyExistsException if there is another file by now; the draft stays
     */
    public void publish() throws IOException {
      try (Repository repository =
          Repository.openUnborn(request.directory(), request.environment())) {
        new IssueFiling(repository, request).publish(aside);
      }
    }

    /** Ends the editing of the file, which stays unless it was published. */
    @Override
    public void close() throws IOException {
      aside.held().close();
    }
  }

  private ChangeId each(
      Collection<IssueId> issues,
      BiFunction<PlanChange, IssueId, Function<LedgerView, List<Event>>> change)
      throws IOException, RefusedException {
    return commit(
        issues,
        (plan, backlog) ->
            view -> {
              List<Event> step = new ArrayList<>();
              issues.stream()
                  .distinct()
                  .forEach(issue -> step.addAll(change.apply(plan, issue).apply(view)));
              return step;
            });
  }

  private ChangeId commit(
      Collection<IssueId> issues,
      BiFunction<PlanChange, Collection<Issue>, Function<LedgerView, List<Event>>> change)
      throws IOException, RefusedException {
    try (Repository repository = Repository.openUnborn(request.directory());
        Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
      BacklogReading reading = BacklogReader.scan(repository, request);
      ChangeId id = ChangeId.fresh();
      Function<LedgerView, List<Event>> step =
          change.apply(new PlanChange(id, request.clock().instant()), reading.issues());
      Function<LedgerView, List<Event>> known =
          view -> {
            requireKnown(issues, EffectiveIssues.byId(reading.issues(), view), view);
            return step.apply(view);
          };
      ledger.commit(
          expected
              .map(version -> PlanChange.expecting(version.issue(), version.number(), known))
              .orElse(known));
      return id;
    }
  }

  private static void requireKnown(
      Collection<IssueId> issues, Map<IssueId, Issue> wanted, LedgerView view) {
    for (IssueId issue : issues) {
      if (!wanted.containsKey(issue) && view.issue(issue).isEmpty()) {
        throw new IssueNotFoundException(issue);
      }
    }
  }

  /**
   * The version of an issue that a caller last saw.
   *
   * @param issue the issue
   * @param number its version
   */
  private record Version(IssueId issue, long number) {}
}
