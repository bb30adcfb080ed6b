package dev.roundhouse.orchestrator.internal.process;

/** Whether a process that was stamped once still runs. */
public enum Liveness {
  /** It runs. */
  ALIVE,
  /** It has ended, or the machine has been started anew. */
  DEAD,
  /** It belongs to another pid namespace, where we cannot look, or the host does not tell. */
  UNKNOWN
}
