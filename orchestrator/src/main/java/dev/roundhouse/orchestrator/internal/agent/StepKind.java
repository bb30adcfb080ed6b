package dev.roundhouse.orchestrator.internal.agent;

import java.util.Locale;

/** The kinds of step of an attempt. */
public enum StepKind {
  /** Checks whether the issue can be worked on as it is written. */
  VALIDATE,
  /** Does the work the issue asks for. */
  IMPLEMENT,
  /** Does the work after a red gate or a conflict. */
  REPAIR;

  /** Returns the name of the file with the agent's output. */
  public String log() {
    return this == VALIDATE ? "validate.log" : "agent.log";
  }

  /** Returns the word used in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
