package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** One next step of the landing queue. Immutable. */
sealed interface Decision {
  /** Calls the case for this kind; a new kind breaks the build until it has one. */
  void accept(Cases cases) throws IOException, InterruptedException, RefusedException;

  /** The reactions to each kind of decision. */
  interface Cases {
    void build(Build decision) throws IOException, InterruptedException, RefusedException;

    void judge(Judge decision) throws IOException, InterruptedException, RefusedException;

    void abandon(Abandon decision) throws IOException, InterruptedException, RefusedException;

    void land(Land decision) throws IOException, InterruptedException, RefusedException;

    void sendBack(Return decision) throws IOException, InterruptedException, RefusedException;

    void hold(Hold decision) throws IOException, InterruptedException, RefusedException;
  }

  /** Build an item on {@code base}. */
  record Build(AttemptId item, ObjectId base) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.build(this);
    }
  }

  /**
   * Let a gate judge a commit.
   *
   * @param item the attempt whose candidate it is, or empty for the tip itself
   */
  record Judge(ObjectId commit, ObjectId tree, Optional<AttemptId> item) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.judge(this);
    }
  }

  /** End the gate that judges {@code tree}: its verdict is no longer needed. */
  record Abandon(ObjectId tree) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.abandon(this);
    }
  }

  /** Move the tip to the last of these, each of which is built on the previous one. */
  record Land(List<AttemptId> items) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.land(this);
    }
  }

  /** Remove an item from the queue: it cannot land as it is. */
  record Return(AttemptId item, Why why) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.sendBack(this);
    }
  }

  /** Let nothing land: the tip itself does not pass, according to {@code base}. */
  record Hold(GateStatistics base) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.hold(this);
    }
  }

  /** The reasons why an item cannot land. */
  enum Why {
    /** The item conflicts with the tip. */
    CONFLICT,
    /** The tip already has all of it. */
    NOTHING,
    /** The item turned a green tip red, twice. */
    CULPRIT,
    /** The item's gate gave no verdict, twice. */
    UNDECIDED;

    boolean isByGate() {
      return this == CULPRIT || this == UNDECIDED;
    }
  }
}
