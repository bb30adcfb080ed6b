package dev.roundhouse.cli.output;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.VerdictRecord;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.AttemptContent.ChangedFile;
import dev.roundhouse.orchestrator.AttemptContent.Changes;
import dev.roundhouse.orchestrator.AttemptContent.Since;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.web.review.CommentDrafts;
import dev.roundhouse.web.review.ReviewedWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a person sees of an issue before deciding about it, at one version of the issue.
 *
 * @param stateDir the directory of the ledger
 * @param decision what is to be decided
 * @param standing the issue and its record
 * @param work the work; empty if there is none
 * @param isGated whether a gate judges work before it lands
 * @param verdict the last verdict of a gate on the work, if one is on record
 */
public record ReviewItem(
    Path stateDir,
    Decision decision,
    IssueStanding standing,
    Optional<ReviewedWork> work,
    boolean isGated,
    Optional<VerdictRecord> verdict) {
  /**
   * Reads what there is of the issue of {@code decision}, which must have one.
   *
   * @throws IOException if something cannot be read
   */
  public static ReviewItem read(
      Orchestrator orchestrator, StatusReport statusReport, Decision decision)
      throws IOException, InterruptedException {
    IssueId issue = decision.issue().orElseThrow();
    IssueStanding standing = statusReport.plan().find(issue).orElseThrow();
    AttemptContent content = orchestrator.attemptContent();
    return new ReviewItem(
        statusReport.stateDir(),
        decision,
        standing,
        ReviewedWork.read(content, issue, OptionalInt.empty()),
        content.isGated(),
        verdict(statusReport, standing));
  }

  private static Optional<VerdictRecord> verdict(
      StatusReport statusReport, IssueStanding standing) {
    return standing
        .record()
        .map(IssueRecord::work)
        .map(AttemptWork::candidateTree)
        .flatMap(statusReport.view()::lastVerdict);
  }

  /** Returns the changes of the work; empty if there is none. */
  public Optional<Changes> changes() {
    return work.map(ReviewedWork::changes);
  }

  /** Returns the files that the work changes. */
  public List<ChangedFile> files() {
    return work.map(ReviewedWork::files).orElse(List.of());
  }

  /** Returns the work as a plain diff, possibly only its beginning. */
  public List<String> diff() {
    return work.map(ReviewedWork::diff).orElse(List.of());
  }

  /** Tells whether the diff is all of the work. */
  public boolean isWhole() {
    return work.map(ReviewedWork::isWhole).orElse(true);
  }

  /** Returns what has changed since the last look; empty if there was none. */
  public Optional<Since> since() {
    return work.flatMap(ReviewedWork::since);
  }

  /** Returns the files that have changed since. */
  public List<ChangedFile> sinceFiles() {
    return work.map(ReviewedWork::sinceFiles).orElse(List.of());
  }

  /** Returns the lines of what has changed since the last look. */
  public List<String> sinceDiff(Orchestrator orchestrator)
      throws IOException, InterruptedException {
    return work.isEmpty() ? List.of() : work.get().sinceDiff(orchestrator.attemptContent());
  }

  /** Returns the comments on the work that are not sent yet. */
  public CommentDrafts drafts() {
    return new CommentDrafts(stateDir, issue(), record().attempts(), work);
  }

  /** Returns the issue. */
  public IssueId issue() {
    return standing.issue().id();
  }

  /** Returns the version at which the issue is shown. */
  public long version() {
    return record().version();
  }

  /** Returns the ledger's record. */
  public IssueRecord record() {
    return standing.record().orElseThrow();
  }

  /** Returns the last attempt, if there was one. */
  Optional<AttemptSummary> last() {
    List<AttemptSummary> history = record().history();
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }
}
