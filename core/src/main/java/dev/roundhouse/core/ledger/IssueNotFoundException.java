package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;

/** Thrown for an issue the ledger does not know. */
public final class IssueNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the issue. */
  public IssueNotFoundException(IssueId issue) {
    super("the ledger has no issue " + issue);
  }
}
