package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;

/** What came of one piece of work at the head of the landing queue. Immutable. */
public sealed interface LandingResult {
  /**
   * It is on the tip.
   *
   * @param issue whose work it is
   */
  record Landed(IssueId issue) implements LandingResult {}

  /** It will not land as it is; recorded. */
  record Returned() implements LandingResult {}

  /** It awaits a person's yes; recorded. */
  record AwaitsApproval() implements LandingResult {}

  /**
   * Nothing can land until a person acts; the work stays a candidate.
   *
   * @param reason what is wrong and what to do
   */
  record Held(String reason) implements LandingResult {}

  /** The run was interrupted; the work stays a candidate. */
  record Interrupted() implements LandingResult {}
}
