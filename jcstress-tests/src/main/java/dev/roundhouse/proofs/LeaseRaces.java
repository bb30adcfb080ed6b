package dev.roundhouse.proofs;

import static dev.roundhouse.proofs.MemoryLedger.CLAIMED;
import static dev.roundhouse.proofs.MemoryLedger.ENDED;
import static dev.roundhouse.proofs.MemoryLedger.NOON;
import static dev.roundhouse.proofs.MemoryLedger.RUN;
import static dev.roundhouse.proofs.MemoryLedger.STARTED;
import static dev.roundhouse.proofs.MemoryLedger.TAKEN;
import static dev.roundhouse.proofs.MemoryLedger.WATCHING;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Leases;
import dev.roundhouse.core.ledger.LifecycleStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ILL_Result;
import org.openjdk.jcstress.infra.results.ILZ_Result;

/** A lease is over or it is not, and who holds it is told the truth. */
public final class LeaseRaces {
  private LeaseRaces() {}

  /** A run that was silent for a whole lease, and somebody who has watched it all the time. */
  private static final class SilentRun {
    private final MemoryLedger ledger = new MemoryLedger(CLAIMED, STARTED);
    private final Leases leases = ledger.leases(Duration.ofNanos(10), () -> this.now);
    private long now;

    SilentRun() {
      expire();
      now = 10;
    }

    int expire() {
      try {
        return leases.expire(WATCHING);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    void beat() {
      try {
        leases.beat(RUN);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    /** Whether it lost its issue behind a sign of life. */
    boolean isWronged() {
      return ledger.wrote("run-beat", "attempt-released");
    }
  }

  /** A run gives a sign of life just when its lease is over. */
  @JCStressTest
  @Outcome(id = "0, WORKING, false", expect = ACCEPTABLE, desc = "it was in time, and keeps all")
  @Outcome(id = "1, OPEN, false", expect = ACCEPTABLE, desc = "it came too late")
  @Outcome(expect = FORBIDDEN, desc = "expired and kept, or expired behind its sign of life")
  @State
  public static class BeatWhileExpiring {
    private final SilentRun run = new SilentRun();

    /** Gives a sign of life. */
    @Actor
    public void beat() {
      run.beat();
    }

    /** Expires it. */
    @Actor
    public void expire(ILZ_Result r) {
      r.r1 = run.expire();
    }

    /** Looks what came of it. */
    @Arbiter
    public void look(ILZ_Result r) {
      r.r2 = run.ledger.issue().status();
      r.r3 = run.isWronged();
    }
  }

  /** The same race with a watcher that counts in one step and frees in another. */
  @JCStressTest
  @Outcome(id = "0, WORKING, false", expect = ACCEPTABLE, desc = "it was in time, and keeps all")
  @Outcome(id = "1, OPEN, false", expect = ACCEPTABLE, desc = "it came too late")
  @Outcome(
      id = "1, OPEN, true",
      expect = ACCEPTABLE_INTERESTING,
      desc = "it was in time, and lost all the same")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class BeatWhileNaiveWatcherExpires {
    private static final Event RELEASED =
        new Event.AttemptReleased(
            MemoryLedger.ISSUE, MemoryLedger.ATTEMPT, "its holder is dead", NOON);

    private final SilentRun run = new SilentRun();

    /** Gives a sign of life. */
    @Actor
    public void beat() {
      run.beat();
    }

    /** Expires it. */
    @Actor
    public void expire(ILZ_Result r) {
      boolean silent = run.ledger.view().beats(RUN) == 0;
      r.r1 = silent && run.ledger.step(RELEASED).equals(TAKEN) ? 1 : 0;
    }

    /** Looks what came of it. */
    @Arbiter
    public void look(ILZ_Result r) {
      r.r2 = run.ledger.issue().status();
      r.r3 = run.isWronged();
    }
  }

  /** A silent run comes with its result just when its lease is over. */
  @JCStressTest
  @Outcome(id = "0, taken, CANDIDATE", expect = ACCEPTABLE, desc = "the result was in time")
  @Outcome(
      id = "1, IllegalTransitionException, OPEN",
      expect = ACCEPTABLE,
      desc = "the result was late, and refused")
  @Outcome(expect = FORBIDDEN, desc = "expired, and its result was taken all the same")
  @State
  public static class LateResult {
    private final SilentRun run = new SilentRun();

    /** Comes with the result. */
    @Actor
    public void end(ILL_Result r) {
      r.r2 = run.ledger.step(ENDED);
    }

    /** Expires the attempt. */
    @Actor
    public void expire(ILL_Result r) {
      r.r1 = run.expire();
    }

    /** Looks what came of it. */
    @Arbiter
    public void look(ILL_Result r) {
      r.r3 = run.ledger.issue().status();
    }
  }

  /** The same race on an issue whose fields are safe one by one. */
  @JCStressTest
  @Outcome(id = "0, taken, CANDIDATE", expect = ACCEPTABLE, desc = "the result was in time")
  @Outcome(id = "1, refused, OPEN", expect = ACCEPTABLE, desc = "the result was late, and refused")
  @Outcome(
      id = {"1, taken, OPEN", "1, taken, CANDIDATE"},
      expect = ACCEPTABLE_INTERESTING,
      desc = "expired, and its result was taken all the same")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class LateResultOfNaiveIssue {
    private volatile boolean held = true;
    private volatile LifecycleStatus status = LifecycleStatus.WORKING;

    /** Comes with the result. */
    @Actor
    public void end(ILL_Result r) {
      boolean holds = held;
      if (holds) {
        status = LifecycleStatus.CANDIDATE;
      }
      r.r2 = holds ? "taken" : "refused";
    }

    /** Expires the attempt. */
    @Actor
    public void expire(ILL_Result r) {
      boolean works = status == LifecycleStatus.WORKING;
      if (works) {
        held = false;
        status = LifecycleStatus.OPEN;
      }
      r.r1 = works ? 1 : 0;
    }

    /** Looks what came of it. */
    @Arbiter
    public void look(ILL_Result r) {
      r.r3 = status;
    }
  }
}
