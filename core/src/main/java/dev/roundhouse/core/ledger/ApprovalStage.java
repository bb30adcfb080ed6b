package dev.roundhouse.core.ledger;

/** What an issue may not do before a person has said yes. */
public enum ApprovalStage {
  /** Be worked. */
  RUN,
  /** Land. */
  LAND
}
