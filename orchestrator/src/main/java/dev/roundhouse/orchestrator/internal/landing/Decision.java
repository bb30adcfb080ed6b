package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** Something the landing queue is to do next. Immutable. */
sealed interface Decision {
  /** Calls the case that it is; a new kind breaks the build until it has one. */
  void accept(Cases cases) throws IOException, InterruptedException, RefusedException;

  /** What is done for each kind of decision. */
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
   * @param item whose candidate it is, or empty for the tip itself
   */
  record Judge(ObjectId commit, ObjectId tree, Optional<AttemptId> item) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.judge(this);
    }
  }

  /** End the gate that judges {@code tree}: nobody needs its verdict. */
  record Abandon(ObjectId tree) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.abandon(this);
    }
  }

  /** Move the tip to the last of these, each of which stands on the one before it. */
  record Land(List<AttemptId> items) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.land(this);
    }
  }

  /** Take an item out of the line: it cannot land as it is. */
  record Return(AttemptId item, Why why) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.sendBack(this);
    }
  }

  /** Let nothing land: the tip itself does not pass, as {@code base} says. */
  record Hold(GateRuns base) implements Decision {
    @Override
    public void accept(Cases cases) throws IOException, InterruptedException, RefusedException {
      cases.hold(this);
    }
  }

  /** Why an item cannot land. */
  enum Why {
    /** It collides with the tip. */
    CONFLICT,
    /** The tip has all of it. */
    NOTHING,
    /** It turned a green tip red, twice. */
    CULPRIT,
    /** Its gate came to no end of its own, twice. */
    UNDECIDED;

    boolean isByGate() {
      return this == CULPRIT || this == UNDECIDED;
    }
  }
}
