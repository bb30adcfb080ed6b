package dev.roundhouse.orchestrator.internal.process;

/** What is known to be left of a process and of all it started, after it was to be ended. */
public enum Survivors {
  /** Nothing. */
  NONE,
  /** Something that could not be ended. */
  SOME,
  /** This host cannot tell. */
  UNKNOWN
}
