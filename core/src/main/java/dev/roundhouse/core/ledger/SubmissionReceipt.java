package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import java.time.Instant;

/**
 * What came of a submission. Immutable.
 *
 * @param issue the issue it enrolled
 * @param at when; the same for every later submission with the same key
 */
public record SubmissionReceipt(IssueId issue, Instant at) {}
