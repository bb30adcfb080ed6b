package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Where one issue stands. Immutable.
 *
 * @param issue the issue as its backlog shows it
 * @param record what the ledger knows of it
 * @param readiness whether it can be worked
 * @param status the lifecycle word shown to people
 * @param waitsFor issues that must come first, or empty
 * @param reason one line saying why, for people
 * @param selected whether the run's filters mean it
 */
public record IssueStanding(
    Issue issue,
    Optional<IssueRecord> record,
    Readiness readiness,
    String status,
    NavigableSet<IssueId> waitsFor,
    String reason,
    boolean selected) {
  /** How many attempts it has had, ever. */
  public int attempts() {
    return record.map(IssueRecord::attempts).orElse(0);
  }
}
