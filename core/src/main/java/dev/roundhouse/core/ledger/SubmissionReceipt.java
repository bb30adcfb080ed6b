package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import java.time.Duration;
import java.time.Instant;

/**
 * The answer to a submission. Immutable.
 *
 * @param issue the issue it enrolled
 * @param at the time of enrolment; the same for every later submission with the same key
 */
public record SubmissionReceipt(IssueId issue, Instant at) {
  /** The time a request key is remembered. */
  public static final Duration REMEMBERED = Duration.ofHours(24);
}
