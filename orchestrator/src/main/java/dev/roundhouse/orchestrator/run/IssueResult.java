package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.issue.IssueId;
import java.util.Optional;

/**
 * What became of one selected issue. Immutable.
 *
 * @param id which
 * @param title its title
 * @param status its lifecycle word, such as {@code landed} or {@code rejected}
 * @param attempts how many attempts it has had, ever
 * @param reason why it is what it is, possibly empty
 * @param commit its landing commit
 * @param landedNow whether this run landed it
 * @param isSettled whether nothing is left to do for it, or it was left out by the issue limit, or
 *     it may fail
 */
public record IssueResult(
    IssueId id,
    String title,
    String status,
    int attempts,
    String reason,
    Optional<String> commit,
    boolean landedNow,
    boolean isSettled) {
  /** The same of an issue that may fail. */
  public IssueResult asOptional() {
    return new IssueResult(id, title, status, attempts, reason, commit, landedNow, true);
  }
}
