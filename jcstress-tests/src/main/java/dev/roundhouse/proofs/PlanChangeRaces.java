package dev.roundhouse.proofs;

import static dev.roundhouse.proofs.MemoryLedger.ATTEMPT;
import static dev.roundhouse.proofs.MemoryLedger.CLAIMED;
import static dev.roundhouse.proofs.MemoryLedger.ENDED;
import static dev.roundhouse.proofs.MemoryLedger.ISSUE;
import static dev.roundhouse.proofs.MemoryLedger.NOON;
import static dev.roundhouse.proofs.MemoryLedger.STARTED;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.PlanChange;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Of two changes that exclude each other one is made, and who wanted the other is told. */
public final class PlanChangeRaces {
  private static final PlanChange CHANGE = new PlanChange(ChangeId.fresh(), NOON);
  private static final Event INTENDED =
      new Event.LandingIntended(ISSUE, ATTEMPT, "main", "old", "new", true, NOON);

  private PlanChangeRaces() {}

  /** An issue is called off while its work is about to land. */
  @JCStressTest
  @Outcome(
      id = "taken, IllegalTransitionException, CANDIDATE",
      expect = ACCEPTABLE,
      desc = "it was called off, and does not land")
  @Outcome(
      id = "IllegalTransitionException, taken, LANDING",
      expect = ACCEPTABLE,
      desc = "it lands, and who called it off is told")
  @Outcome(expect = FORBIDDEN, desc = "both, or neither")
  @State
  public static class CancelWhileLanding {
    private final MemoryLedger ledger = new MemoryLedger(CLAIMED, STARTED, ENDED);

    /** Calls it off. */
    @Actor
    public void cancel(LLL_Result r) {
      r.r1 = ledger.step(CHANGE.putAside(ISSUE, LifecycleStatus.CANCELLED, "changed my mind"));
    }

    /** Is about to land. */
    @Actor
    public void land(LLL_Result r) {
      r.r2 = ledger.step(INTENDED);
    }

    /** Looks what it is now. */
    @Arbiter
    public void look(LLL_Result r) {
      r.r3 = ledger.issue().status();
    }
  }

  /** The same race on an issue whose fields are safe one by one: it is called off and lands. */
  @JCStressTest
  @Outcome(id = "taken, refused, CANDIDATE", expect = ACCEPTABLE, desc = "it was called off")
  @Outcome(id = "refused, taken, LANDING", expect = ACCEPTABLE, desc = "it lands")
  @Outcome(id = "taken, taken, LANDING", expect = ACCEPTABLE_INTERESTING, desc = "both")
  @Outcome(expect = FORBIDDEN, desc = "neither")
  @State
  public static class CancelWhileLandingOnNaiveIssue {
    private volatile LifecycleStatus status = LifecycleStatus.CANDIDATE;
    private volatile boolean calledOff;

    /** Calls it off. */
    @Actor
    public void cancel(LLL_Result r) {
      boolean mayBe = status == LifecycleStatus.CANDIDATE;
      if (mayBe) {
        calledOff = true;
      }
      r.r1 = mayBe ? "taken" : "refused";
    }

    /** Is about to land. */
    @Actor
    public void land(LLL_Result r) {
      boolean mayBe = !calledOff;
      if (mayBe) {
        status = LifecycleStatus.LANDING;
      }
      r.r2 = mayBe ? "taken" : "refused";
    }

    /** Looks what it is now. */
    @Arbiter
    public void look(LLL_Result r) {
      r.r3 = status;
    }
  }

  /** Two people change an issue they both saw at the same version. */
  @JCStressTest
  @Outcome(id = "taken, StaleVersionException, 2", expect = ACCEPTABLE, desc = "ada's was made")
  @Outcome(id = "StaleVersionException, taken, 2", expect = ACCEPTABLE, desc = "bob's was made")
  @Outcome(expect = FORBIDDEN, desc = "both were made, or neither")
  @State
  public static class TwoChangesOfOneVersion {
    private final MemoryLedger ledger = new MemoryLedger(CLAIMED);

    /** Changes it. */
    @Actor
    public void ada(LLL_Result r) {
      r.r1 = ledger.step(changeOfFirstVersion());
    }

    /** Changes it, too. */
    @Actor
    public void bob(LLL_Result r) {
      r.r2 = ledger.step(changeOfFirstVersion());
    }

    /** Looks at which version it is. */
    @Arbiter
    public void look(LLL_Result r) {
      r.r3 = ledger.issue().version();
    }
  }

  /** The same race where the version is looked at before the step: one overwrites the other. */
  @JCStressTest
  @Outcome(id = "taken, StaleVersionException, 2", expect = ACCEPTABLE, desc = "ada's was made")
  @Outcome(id = "StaleVersionException, taken, 2", expect = ACCEPTABLE, desc = "bob's was made")
  @Outcome(id = "taken, taken, 3", expect = ACCEPTABLE_INTERESTING, desc = "both were made")
  @Outcome(expect = FORBIDDEN, desc = "neither was made")
  @State
  public static class TwoChangesOfOneVersionByNaiveWriters {
    private final MemoryLedger ledger = new MemoryLedger(CLAIMED);

    private String change() {
      if (ledger.issue().version() != 1) {
        return "StaleVersionException";
      }
      return ledger.step(CHANGE.ask(ISSUE, ApprovalStage.LAND));
    }

    /** Changes it. */
    @Actor
    public void ada(LLL_Result r) {
      r.r1 = change();
    }

    /** Changes it, too. */
    @Actor
    public void bob(LLL_Result r) {
      r.r2 = change();
    }

    /** Looks at which version it is. */
    @Arbiter
    public void look(LLL_Result r) {
      r.r3 = ledger.issue().version();
    }
  }

  private static Function<LedgerView, List<Event>> changeOfFirstVersion() {
    return PlanChange.expecting(ISSUE, 1, CHANGE.ask(ISSUE, ApprovalStage.LAND));
  }
}
