package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.landing.LandingResult;
import java.io.IOException;
import java.util.Optional;

/** A message from the run's threads to the dispatcher. Immutable. */
sealed interface DispatcherMessage {
  /** Calls the case for this kind; a new kind breaks the build until it has one. */
  void accept(Cases cases) throws IOException;

  /** The reactions to each kind of message. */
  interface Cases {
    void workEnded(WorkEnded message) throws IOException;

    void landingEnded(LandingEnded message) throws IOException;

    void broke(Broke message) throws IOException;

    void backlogRead(BacklogRead message) throws IOException;

    void backlogUnread(BacklogUnread message) throws IOException;

    void stopRaised(StopRaised message) throws IOException;
  }

  /** A worker has ended an attempt, and its slot is free if no thread is left in it. */
  record WorkEnded(IssueId issue, String slot, Optional<FinishedWork> work, boolean isFree)
      implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.workEnded(this);
    }
  }

  /** The landing queue is finished with a piece of work. */
  record LandingEnded(FinishedWork work, LandingResult result) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.landingEnded(this);
    }
  }

  /** A worker failed, and its slot must not be used again; or the landing queue failed for good. */
  record Broke(boolean landing, Throwable cause) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.broke(this);
    }
  }

  /** The backlog was read again, and has changed. */
  record BacklogRead(BacklogReading reading) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.backlogRead(this);
    }
  }

  /** The backlog could not be read again for a reason; sent once. */
  record BacklogUnread(String reason) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.backlogUnread(this);
    }
  }

  /** The stop signal was raised. */
  record StopRaised() implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.stopRaised(this);
    }
  }
}
