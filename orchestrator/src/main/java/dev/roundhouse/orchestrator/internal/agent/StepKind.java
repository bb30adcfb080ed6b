package dev.roundhouse.orchestrator.internal.agent;

import java.util.Locale;

/** What an agent is to do in one step of an attempt. */
public enum StepKind {
  /** Look whether the issue can be worked as it is written. */
  VALIDATE,
  /** Do what the issue asks for. */
  IMPLEMENT,
  /** The same, after a red gate or a conflict. */
  REPAIR;

  /** As the configuration calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
