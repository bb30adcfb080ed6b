package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.landing.LandingResult;
import dev.roundhouse.orchestrator.work.FinishedWork;
import java.util.Optional;

/** What the pools tell the dispatcher. Immutable. */
sealed interface Signal {
  /** A worker has ended an attempt, and its slot is free. */
  record WorkEnded(IssueId issue, String slot, Optional<FinishedWork> work) implements Signal {}

  /** The landing queue is done with the work at its head. */
  record LandingEnded(LandingResult result) implements Signal {}

  /** A worker or the landing queue failed; its slot, if any, is not to be used again. */
  record Broke(boolean landing, Throwable cause) implements Signal {}

  /** Somebody raised the stop signal. */
  record StopRaised() implements Signal {}
}
