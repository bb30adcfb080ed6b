package dev.roundhouse.core.ledger;

/** The step an issue may not take before a person has approved it. */
public enum ApprovalStage {
  /** Working on the issue. */
  RUN,
  /** Landing its work. */
  LAND
}
