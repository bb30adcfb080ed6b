package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.RequestedChanges;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The current state of one issue. Immutable.
 *
 * @param issue the issue as its backlog shows it
 * @param record the ledger's record of it
 * @param readiness its readiness to be worked on
 * @param status the lifecycle word shown to people
 * @param waitsFor the issues that must come first, or empty
 * @param reason the reason for its state, one line for people
 * @param selected true if the run's filters select it
 */
public record IssueStanding(
    Issue issue,
    Optional<IssueRecord> record,
    Readiness readiness,
    String status,
    NavigableSet<IssueId> waitsFor,
    String reason,
    boolean selected) {
  private static final Pattern ONE_SHOT = Pattern.compile("DO-[0-9]+");

  private static final String INTERRUPTED = "interrupted";

  /** Returns this standing as that of an attempt whose run is gone. */
  IssueStanding interrupted() {
    String next =
        record
            .map(IssueRecord::wishes)
            .map(RequestedChanges::stop)
            .map(stop -> "keeps its work, and it is then " + stop.next().word())
            .orElse("takes it up again");
    return with(INTERRUPTED, "the run that worked on it is gone; the next run " + next);
  }

  /** Returns the same with another reason. */
  IssueStanding because(String newReason) {
    return with(status, newReason);
  }

  private IssueStanding with(String newStatus, String newReason) {
    return new IssueStanding(issue, record, readiness, newStatus, waitsFor, newReason, selected);
  }

  /** Tells whether the run that worked on the issue is known to be gone. */
  public boolean isInterrupted() {
    return readiness == Readiness.ACTIVE && status.equals(INTERRUPTED);
  }

  /** Tells whether it is finished, or will be, and lands only once a person has approved it. */
  public boolean awaitsApproval() {
    RequestedChanges wishes = record.map(IssueRecord::wishes).orElse(RequestedChanges.NONE);
    return wishes.approval() != null && wishes.stop() == null;
  }

  /** Returns the number of attempts the issue has ever had. */
  public int attempts() {
    return record.map(IssueRecord::attempts).orElse(0);
  }

  /** Tells whether a person typed it for one command that works on nothing else. */
  public boolean isOneShot() {
    return ONE_SHOT.matcher(issue.id().value()).matches()
        && record.map(IssueRecord::enrolment).isPresent();
  }
}
