package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.landing.LandingResult;
import java.io.IOException;
import java.util.Optional;

/** What the crew tells the dispatcher. Immutable. */
sealed interface DispatcherMessage {
  /** Calls the case that it is; a new kind breaks the build until it has one. */
  void accept(Cases cases) throws IOException;

  /** What is done for each kind of message. */
  interface Cases {
    void workEnded(WorkEnded message) throws IOException;

    void landingEnded(LandingEnded message) throws IOException;

    void broke(Broke message) throws IOException;

    void backlogRead(BacklogRead message) throws IOException;

    void backlogUnread(BacklogUnread message) throws IOException;

    void stopRaised(StopRaised message) throws IOException;
  }

  /** A worker has ended an attempt, and its slot is free. */
  record WorkEnded(IssueId issue, String slot, Optional<FinishedWork> work)
      implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.workEnded(this);
    }
  }

  /** The landing queue is done with some work. */
  record LandingEnded(FinishedWork work, LandingResult result) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.landingEnded(this);
    }
  }

  /** A worker failed; its slot is not to be used again. Or the landing queue did, for good. */
  record Broke(boolean landing, Throwable cause) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.broke(this);
    }
  }

  /** The backlog was read again, and is not what it was. */
  record BacklogRead(BacklogReading reading) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.backlogRead(this);
    }
  }

  /** Why the backlog could not be read again; told once. */
  record BacklogUnread(String reason) implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.backlogUnread(this);
    }
  }

  /** Somebody raised the stop signal. */
  record StopRaised() implements DispatcherMessage {
    @Override
    public void accept(Cases cases) throws IOException {
      cases.stopRaised(this);
    }
  }
}
