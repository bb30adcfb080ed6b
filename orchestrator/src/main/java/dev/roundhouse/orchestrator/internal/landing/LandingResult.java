package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;

/** The result for one piece of work at the head of the landing queue. Immutable. */
public sealed interface LandingResult {
  /**
   * The work is on the tip.
   *
   * @param issue the issue whose work it is
   */
  record Landed(IssueId issue) implements LandingResult {}

  /** The work will not land as it is; recorded. */
  record Returned() implements LandingResult {}

  /** The work awaits a person's approval; recorded. */
  record AwaitsApproval() implements LandingResult {}

  /**
   * Nothing can land until a person acts; the work stays a candidate.
   *
   * @param reason the problem and a hint
   */
  record Held(String reason) implements LandingResult {}

  /** The run was interrupted; the work stays a candidate. */
  record Interrupted() implements LandingResult {}
}
