package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.orchestrator.internal.context.FilingLock;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Enrols the issues that an agent filed while it worked on another one. An agent decides only what
 * these issues say: not whether they are worked on, not that they come before others, and nothing
 * about any other issue. A file is enrolled once, however often its attempt is saved, and an issue
 * gets no second one with the same title from later attempts. For one thread.
 */
public final class FollowUpIssues {
  private final RunContext context;
  private final Issue issue;
  private final AttemptId attempt;
  private final int number;
  private final FollowUpFiles files;

  /**
   * Creates the follow-ups of one attempt.
   *
   * @param issue the issue it works on
   * @param number its number
   * @param redaction removes secrets
   */
  public FollowUpIssues(
      RunContext context,
      Issue issue,
      AttemptId attempt,
      int number,
      UnaryOperator<String> redaction) {
    this.context = context;
    this.issue = issue;
    this.attempt = attempt;
    this.number = number;
    this.files = new FollowUpFiles(context, issue, redaction);
  }

  /** Returns the files in the agent's worktree. */
  public FollowUpFiles files() {
    return files;
  }

  /** Records {@code found}, unless that was done before. Durable when this returns. */
  public void enrol(List<FollowUpFiles.Found> found) throws IOException {
    if (found.isEmpty()) {
      return;
    }
    List<RunEvent> news = new ArrayList<>();
    try (LockFile.Held held = FilingLock.acquire(context.repository())) {
      LedgerView view = context.ledger().view();
      BacklogReading backlog = context.backlog().read();
      Set<IssueId> taken = new HashSet<>();
      view.issues().forEach(each -> taken.add(each.id()));
      backlog.issues().forEach(each -> taken.add(each.id()));
      found.forEach(
          each ->
              each.id()
                  .filter(id -> isUnclear(backlog, id) || isMeant(backlog, view, id))
                  .ifPresent(taken::add));
      List<Event> events = new ArrayList<>();
      for (FollowUpFiles.Found each : found) {
        if (!isKnown(view, each)) {
          enrol(each, taken, events, news);
        }
      }
      context.ledger().commit(now -> events);
    }
    news.forEach(context.publisher()::publish);
  }

  private void enrol(
      FollowUpFiles.Found found, Set<IssueId> taken, List<Event> events, List<RunEvent> news)
      throws IOException {
    Optional<IssueId> own = found.id().filter(each -> !taken.contains(each));
    IssueId id = own.isPresent() ? own.get() : fresh(taken);
    taken.add(id);
    Instant now = context.clock().instant();
    ChangeId change = ChangeId.fresh();
    Submission.Origin origin = new Submission.Origin(issue.id(), attempt, number, found.file());
    events.add(new Event.IssueEnrolled(id, change, found.content().by(origin, id), null, now));
    boolean isHeld = isHeld();
    if (isHeld) {
      events.add(new Event.ApprovalAsked(id, change, ApprovalStage.RUN, now));
    }
    news.add(new RunEvent.FollowUpFiled(issue.id(), id, found.content().title(), isHeld));
  }

  /** Tells whether a person has to approve; always if the issue was itself filed by an agent. */
  private boolean isHeld() throws IOException {
    boolean isSecond =
        context
            .ledger()
            .view()
            .issue(issue.id())
            .map(IssueRecord::enrolment)
            .map(Submission::origin)
            .isPresent();
    return isSecond || context.options().agents().followUps() == AgentOptions.FollowUps.HOLD;
  }

  private IssueId fresh(Set<IssueId> taken) {
    for (int i = 1; ; i++) {
      Optional<IssueId> id = IssueId.parse(issue.id() + "." + i);
      if (id.isEmpty()) { // too long
        return new IssueId("sub-" + ChangeId.fresh().value().substring("chg_".length()));
      }
      if (!taken.contains(id.get())) {
        return id.get();
      }
    }
  }

  /** Tells whether a file that cannot be read may be the issue with that id. */
  private static boolean isUnclear(BacklogReading backlog, IssueId id) {
    return backlog.findings().stream()
        .anyMatch(each -> each.locator().toLowerCase(Locale.ROOT).contains(id.key()));
  }

  /**
   * Tells whether another issue waits for an issue with that id, or the id is a number by which
   * people name another one.
   */
  private static boolean isMeant(BacklogReading backlog, LedgerView view, IssueId id) {
    Stream<Issue> ofPeople =
        view.issues().stream()
            .filter(each -> each.enrolment() != null && each.enrolment().origin() == null)
            .flatMap(each -> each.enrolled().stream());
    return Stream.concat(backlog.issues().stream(), ofPeople)
        .anyMatch(
            each ->
                each.blockedBy().contains(id)
                    || each.dependsOn().contains(id)
                    || Selection.names(id.value(), each));
  }

  private boolean isKnown(LedgerView view, FollowUpFiles.Found found) {
    return view.issues().stream()
        .flatMap(each -> Optional.ofNullable(each.enrolment()).stream())
        .anyMatch(each -> isSame(each, found));
  }

  private boolean isSame(Submission other, FollowUpFiles.Found found) {
    Submission.Origin origin = other.origin();
    return origin != null
        && origin.issue().equals(issue.id())
        && ((origin.attempt().equals(attempt) && origin.file().equals(found.file()))
            || other.title().equals(found.content().title()));
  }
}
