package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.backlog.BacklogSource;
import dev.roundhouse.orchestrator.internal.context.FilingLock;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Submits issues that a person describes in a sentence and wants done at once, in whatever state
 * the backlog is. They have no file, and ids of their own. Immutable; safe for use by any number of
 * threads and processes.
 */
public final class OneShotSubmission {
  private static final String PREFIX = "DO-";
  private static final Pattern OURS = Pattern.compile(PREFIX + "([1-9][0-9]{0,8})");

  private final RunRequest request;

  /** Creates submissions to the repository of {@code request}. */
  public OneShotSubmission(RunRequest request) {
    this.request = request;
  }

  /**
   * Checks everything a run of one issue would check, and submits {@code submission}, in one step
   * of the ledger.
   *
   * @param held the step it waits for approval before, if any
   * @throws RefusedException if no run can work on it now; nothing was submitted
   */
  public IssueId submit(Submission submission, Optional<ApprovalStage> held)
      throws IOException, RefusedException {
    try (Repository repository = Repository.open(request.directory(), request.environment())) {
      check(repository);
      try (LockFile.Held filing = FilingLock.acquire(repository);
          Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
        IssueId id = next(ledger.view(), BacklogReader.scan(repository, request).issues());
        List<Event> step = new ArrayList<>();
        ChangeId change = ChangeId.fresh();
        Instant now = request.clock().instant();
        step.add(new Event.IssueEnrolled(id, change, submission, null, now));
        held.ifPresent(stage -> step.add(new Event.ApprovalAsked(id, change, stage, now)));
        ledger.commit(view -> step);
        return id;
      }
    }
  }

  /** Refuses what a run would refuse, and an active run. */
  private void check(Repository repository) throws IOException, RefusedException {
    RunRequest one = request.with(request.options().onlyFor(new IssueId(PREFIX + 0)));
    Preflight.of(repository, one, BacklogSource.of(repository, one).orEmpty());
    if (RunLock.heldBy(repository.stateDir()).isPresent()) {
      throw RunLock.busy(
          repository,
          "wait for it to end, or add an issue to its backlog: 'roundhouse new --no-file TITLE'");
    }
  }

  private static IssueId next(LedgerView view, List<Issue> filed) {
    long last =
        Stream.concat(view.issues().stream().map(IssueRecord::id), filed.stream().map(Issue::id))
            .mapToLong(OneShotSubmission::number)
            .max()
            .orElse(0);
    return new IssueId(PREFIX + (last + 1));
  }

  /** Returns the number of an issue of ours; 0 for any other issue. */
  private static long number(IssueId id) {
    Matcher ours = OURS.matcher(id.value().toUpperCase(Locale.ROOT));
    return ours.matches() ? Long.parseLong(ours.group(1)) : 0;
  }
}
