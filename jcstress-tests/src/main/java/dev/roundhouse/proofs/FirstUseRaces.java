package dev.roundhouse.proofs;

import static dev.roundhouse.proofs.MemoryLedger.ADA;
import static dev.roundhouse.proofs.MemoryLedger.BOB;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import com.google.common.base.Suppliers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A ledger that is opened when it is first used is opened once. */
public final class FirstUseRaces {
  private FirstUseRaces() {}

  /** Two threads use it first, and claim the same issue in it. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "opened once, ada won the claim")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "opened once, bob won the claim")
  @Outcome(expect = FORBIDDEN, desc = "opened more than once, or claimed twice")
  @State
  public static class MemoizedLedger {
    private final AtomicInteger opened = new AtomicInteger();
    private final Supplier<MemoryLedger> ledger =
        Suppliers.memoize(
            () -> {
              opened.incrementAndGet();
              return new MemoryLedger();
            });

    /** Uses it. */
    @Actor
    public void ada(III_Result r) {
      r.r1 = ledger.get().claims(ADA) ? 1 : 0;
    }

    /** Uses it, too. */
    @Actor
    public void bob(III_Result r) {
      r.r2 = ledger.get().claims(BOB) ? 1 : 0;
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result r) {
      r.r3 = opened.get();
    }
  }

  /** The same race on a field that is filled when it is found empty: it can be opened twice. */
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "opened once, ada won the claim")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "opened once, bob won the claim")
  @Outcome(
      id = {"1, 1, 2", "1, 0, 2", "0, 1, 2"},
      expect = ACCEPTABLE_INTERESTING,
      desc = "opened twice")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class NaiveLazyLedger {
    private final AtomicInteger opened = new AtomicInteger();
    private volatile MemoryLedger ledger;

    private MemoryLedger ledger() {
      if (ledger == null) {
        opened.incrementAndGet();
        ledger = new MemoryLedger();
      }
      return ledger;
    }

    /** Uses it. */
    @Actor
    public void ada(III_Result r) {
      r.r1 = ledger().claims(ADA) ? 1 : 0;
    }

    /** Uses it, too. */
    @Actor
    public void bob(III_Result r) {
      r.r2 = ledger().claims(BOB) ? 1 : 0;
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result r) {
      r.r3 = opened.get();
    }
  }
}
