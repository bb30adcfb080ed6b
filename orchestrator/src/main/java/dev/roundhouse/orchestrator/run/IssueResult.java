package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.issue.IssueId;
import java.util.Optional;

/**
 * The result of one selected issue. Immutable.
 *
 * @param id the issue
 * @param title its title
 * @param status its lifecycle word, such as {@code landed} or {@code rejected}
 * @param attempts the number of attempts it has ever had
 * @param reason the reason for its status, possibly empty
 * @param commit its landing commit
 * @param landedNow true if this run landed it
 * @param isSettled true if nothing is left to do for it, or it was left out by the issue limit, or
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
  /** Returns the same result for an issue that may fail. */
  public IssueResult asOptional() {
    return new IssueResult(id, title, status, attempts, reason, commit, landedNow, true);
  }
}
