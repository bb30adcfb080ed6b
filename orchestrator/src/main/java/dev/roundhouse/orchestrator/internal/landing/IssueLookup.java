package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.util.Optional;

/** Finds issues in the backlog as it is whenever it is asked; for any number of threads. */
@FunctionalInterface
public interface IssueLookup {
  /**
   * Returns the issue of that id as it is wanted now.
   *
   * @throws IOException if the ledger cannot be read
   */
  Optional<Issue> find(IssueId id) throws IOException;
}
