package dev.roundhouse.proofs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.run.StopSignal.Level;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link StopSignal} rises once for all, and everybody who asks is told. */
public final class StopSignalRaces {
  private StopSignalRaces() {}

  /** Two Ctrl-C at once: exactly one of them drains. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first raised it")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second raised it")
  @Outcome(expect = FORBIDDEN, desc = "both raised it, or neither did")
  @State
  public static class TwoRaises {
    private final StopSignal signal = new StopSignal();

    /** Raises it. */
    @Actor
    public void one(II_Result r) {
      r.r1 = signal.raise(Level.DRAIN) ? 1 : 0;
    }

    /** Raises it, too. */
    @Actor
    public void other(II_Result r) {
      r.r2 = signal.raise(Level.DRAIN) ? 1 : 0;
    }
  }

  /** The same race on check-then-act: both can win. It shows that the harness sees the bug. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first raised it")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second raised it")
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "both raised it")
  @Outcome(expect = FORBIDDEN, desc = "neither raised it")
  @State
  public static class TwoRaisesOnNaiveSignal {
    private volatile Level level = Level.NONE;

    private boolean raise(Level to) {
      if (level.compareTo(to) >= 0) {
        return false;
      }
      level = to;
      return true;
    }

    /** Raises it. */
    @Actor
    public void one(II_Result r) {
      r.r1 = raise(Level.DRAIN) ? 1 : 0;
    }

    /** Raises it, too. */
    @Actor
    public void other(II_Result r) {
      r.r2 = raise(Level.DRAIN) ? 1 : 0;
    }
  }

  /** A listener registers while the signal rises: it is told once, never missed. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "told once")
  @Outcome(expect = FORBIDDEN, desc = "missed, or told twice")
  @State
  public static class ListenWhileRaised {
    private final StopSignal signal = new StopSignal();
    private final AtomicInteger told = new AtomicInteger();

    /** Registers. */
    @Actor
    public void listen() {
      signal.onRaise(level -> told.incrementAndGet());
    }

    /** Raises. */
    @Actor
    public void raise() {
      signal.raise(Level.DRAIN);
    }

    /** Counts. */
    @Arbiter
    public void count(I_Result r) {
      r.r1 = told.get();
    }
  }

  /** The same race on a signal that looks first and registers then: a listener can be missed. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "told once")
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "missed")
  @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "told twice")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class ListenWhileRaisedOnNaiveSignal {
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean raised;
    private volatile Runnable listener = () -> {};

    /** Registers. */
    @Actor
    public void listen() {
      if (raised) {
        told.incrementAndGet();
      }
      listener = told::incrementAndGet;
    }

    /** Raises. */
    @Actor
    public void raise() {
      listener.run();
      raised = true;
    }

    /** Counts. */
    @Arbiter
    public void count(I_Result r) {
      r.r1 = told.get();
    }
  }
}
