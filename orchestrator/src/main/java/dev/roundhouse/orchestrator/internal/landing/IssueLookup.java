package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.util.Optional;

/** Finds issues in the current backlog; for any number of threads. */
@FunctionalInterface
public interface IssueLookup {
  /**
   * Returns the current version of the issue with that id.
   *
   * @throws IOException if the ledger cannot be read
   */
  Optional<Issue> find(IssueId id) throws IOException;
}
