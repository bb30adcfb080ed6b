package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;

/** An issue the ledger has never heard of. */
public final class IssueNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the issue. */
  public IssueNotFoundException(IssueId issue) {
    super("the ledger knows no issue " + issue);
  }
}
