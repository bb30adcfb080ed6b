package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.landing.LandingResult;
import java.util.Optional;

/** What the crew tells the dispatcher. Immutable. */
sealed interface DispatcherMessage {
  /** A worker has ended an attempt, and its slot is free. */
  record WorkEnded(IssueId issue, String slot, Optional<FinishedWork> work)
      implements DispatcherMessage {}

  /** The landing queue is done with some work. */
  record LandingEnded(FinishedWork work, LandingResult result) implements DispatcherMessage {}

  /** A worker failed; its slot is not to be used again. Or the landing queue did, for good. */
  record Broke(boolean landing, Throwable cause) implements DispatcherMessage {}

  /** The backlog was read again, and is not what it was. */
  record BacklogRead(BacklogReading reading) implements DispatcherMessage {}

  /** Why the backlog could not be read again; told once. */
  record BacklogUnread(String reason) implements DispatcherMessage {}

  /** Somebody raised the stop signal. */
  record StopRaised() implements DispatcherMessage {}
}
