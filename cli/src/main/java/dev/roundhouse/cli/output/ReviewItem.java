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
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a person sees of an issue before deciding about it, at one version of the issue.
 *
 * @param stateDir the directory of the ledger
 * @param decision what is to be decided
 * @param standing the issue and its record
 * @param changes the work; empty if there is none
 * @param files the files that the work changes
 * @param diff the work as a plain diff, possibly only its beginning
 * @param isWhole false if the diff is only the beginning
 * @param isGated whether a gate judges work before it lands
 * @param verdict the last verdict of a gate on the work, if one is on record
 * @param since what has changed since the last look; empty if there was none
 * @param sinceFiles the files that have changed since
 */
public record ReviewItem(
    Path stateDir,
    Decision decision,
    IssueStanding standing,
    Optional<Changes> changes,
    List<ChangedFile> files,
    List<String> diff,
    boolean isWhole,
    boolean isGated,
    Optional<VerdictRecord> verdict,
    Optional<Since> since,
    List<ChangedFile> sinceFiles) {
  private static final int MOST_BYTES = 4 << 20;

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
    Optional<Changes> changes = changes(content, issue);
    Optional<Since> since = Optional.empty();
    byte[] diff = {};
    if (changes.isPresent()) {
      since = content.since(changes.get());
      diff = diff(content, new Since(changes.get(), List.of(), true));
    }
    return new ReviewItem(
        statusReport.stateDir(),
        decision,
        standing,
        changes,
        changes.isPresent() ? content.files(changes.get()) : List.of(),
        lines(new String(diff, StandardCharsets.UTF_8)),
        diff.length < MOST_BYTES,
        content.isGated(),
        verdict(statusReport, standing),
        since,
        since.isPresent() ? content.files(since.get()) : List.of());
  }

  private static Optional<VerdictRecord> verdict(
      StatusReport statusReport, IssueStanding standing) {
    return standing
        .record()
        .map(IssueRecord::work)
        .map(AttemptWork::candidateTree)
        .flatMap(statusReport.view()::lastVerdict);
  }

  private static Optional<Changes> changes(AttemptContent content, IssueId issue)
      throws IOException, InterruptedException {
    try {
      return Optional.of(content.changes(issue, OptionalInt.empty()));
    } catch (RefusedException nothing) {
      return Optional.empty();
    }
  }

  /** Returns the lines of what has changed since the last look. */
  public List<String> sinceDiff(Orchestrator orchestrator)
      throws IOException, InterruptedException {
    return since.isEmpty()
        ? List.of()
        : lines(
            new String(diff(orchestrator.attemptContent(), since.get()), StandardCharsets.UTF_8));
  }

  /** Returns the lines as git writes them: a carriage return in a file does not end one. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return List.copyOf(lines);
  }

  private static byte[] diff(AttemptContent content, Since since)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("roundhouse-", ".diff");
    try {
      content.write(since, AttemptContent.Form.PLAIN, false, file);
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(MOST_BYTES);
      }
    } finally {
      Files.delete(file);
    }
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
