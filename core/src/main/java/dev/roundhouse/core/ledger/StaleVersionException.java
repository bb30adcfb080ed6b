package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;

/** A writer that decided from an older version of an issue than the ledger holds. */
public final class StaleVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the issue and both versions. */
  public StaleVersionException(IssueId issue, long expected, long actual) {
    super(issue + " is at version " + actual + ", not " + expected + "; look again and decide");
  }
}
