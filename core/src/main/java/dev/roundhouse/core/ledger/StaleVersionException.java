package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;

/** Thrown if a writer decided from an older version of an issue than the ledger holds. */
public final class StaleVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the issue and both versions. */
  public StaleVersionException(IssueId issue, long expected, long actual) {
    super(issue + " is at version " + actual + ", not " + expected + "; check it and try again");
  }
}
