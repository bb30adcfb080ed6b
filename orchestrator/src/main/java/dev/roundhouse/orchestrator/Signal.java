package dev.roundhouse.orchestrator;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.landing.LandingResult;
import dev.roundhouse.orchestrator.work.FinishedWork;
import java.util.Optional;

/** What the crew tells the dispatcher. Immutable. */
sealed interface Signal {
  /** A worker has ended an attempt, and its slot is free. */
  record WorkEnded(IssueId issue, String slot, Optional<FinishedWork> work) implements Signal {}

  /** The landing queue is done with some work. */
  record LandingEnded(FinishedWork work, LandingResult result) implements Signal {}

  /** A worker failed; its slot is not to be used again. Or the landing queue did, for good. */
  record Broke(boolean landing, Throwable cause) implements Signal {}

  /** The backlog was read again, and is not what it was. */
  record BacklogRead(BacklogReading reading) implements Signal {}

  /** Why the backlog could not be read again; told once. */
  record BacklogUnread(String reason) implements Signal {}

  /** Somebody raised the stop signal. */
  record StopRaised() implements Signal {}
}
