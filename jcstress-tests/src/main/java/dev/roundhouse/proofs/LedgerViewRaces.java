package dev.roundhouse.proofs;

import static dev.roundhouse.proofs.MemoryLedger.CLAIMED;
import static dev.roundhouse.proofs.MemoryLedger.ISSUE;
import static dev.roundhouse.proofs.MemoryLedger.NOON;
import static dev.roundhouse.proofs.MemoryLedger.OTHER;
import static dev.roundhouse.proofs.MemoryLedger.STARTED;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A view is of one moment, and whole however it was handed over. */
public final class LedgerViewRaces {
  private static final Event ONE =
      new Event.IssueRested(ISSUE, null, LifecycleStatus.SKIPPED, "later", NOON);
  private static final Event ANOTHER =
      new Event.IssueRested(OTHER, null, LifecycleStatus.SKIPPED, "later", NOON);

  private LedgerViewRaces() {}

  private static int known(LedgerView view, IssueId issue) {
    return view.issue(issue).isPresent() ? 1 : 0;
  }

  /** One step says something of two issues while somebody looks. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "none of the step")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the whole step")
  @Outcome(expect = FORBIDDEN, desc = "half a step")
  @State
  public static class WholeStep {
    private final MemoryLedger ledger = new MemoryLedger();

    /** Takes the step. */
    @Actor
    public void step() {
      ledger.step(ONE, ANOTHER);
    }

    /** Looks. */
    @Actor
    public void look(II_Result r) {
      LedgerView view = ledger.view();
      r.r1 = known(view, ISSUE);
      r.r2 = known(view, OTHER);
    }
  }

  /** The same race with a writer that takes two steps: one half can be seen. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "all")
  @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "half")
  @Outcome(expect = FORBIDDEN, desc = "the second step without the first")
  @State
  public static class WholeStepByNaiveWriter {
    private final MemoryLedger ledger = new MemoryLedger();

    /** Takes one step after the other. */
    @Actor
    public void step() {
      ledger.step(ONE);
      ledger.step(ANOTHER);
    }

    /** Looks. */
    @Actor
    public void look(II_Result r) {
      LedgerView view = ledger.view();
      r.r1 = known(view, ISSUE);
      r.r2 = known(view, OTHER);
    }
  }

  /** A view is handed to another thread through a field without any care. */
  @JCStressTest
  @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "it was not there yet")
  @Outcome(id = "whole", expect = ACCEPTABLE, desc = "it was there")
  @Outcome(expect = FORBIDDEN, desc = "something of it was missing")
  @State
  public static class CarelessHandOver {
    private final MemoryLedger ledger = new MemoryLedger(CLAIMED);
    private LedgerView shared;

    /** Makes a new view and hands it over. */
    @Actor
    public void give() {
      ledger.step(STARTED);
      shared = ledger.view();
    }

    /** Looks whether all of it is there. */
    @Actor
    public void look(L_Result r) {
      LedgerView view = shared;
      r.r1 = view == null ? "nothing" : isWhole(view) ? "whole" : "torn";
    }

    private static boolean isWhole(LedgerView view) {
      IssueRecord issue = view.issue(ISSUE).orElseThrow();
      return view.position() == 2
          && view.counts().equals(Map.of(LifecycleStatus.WORKING, 1))
          && issue.version() == 2
          && issue.history().size() == 1
          && Stream.of(issue.id(), issue.status(), issue.claim(), issue.work(), issue.startedAt())
              .allMatch(each -> each != null);
    }
  }

  /** The same race with a view that is filled when it is already there: it is seen half empty. */
  @JCStressTest
  @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "it was not there yet")
  @Outcome(id = "whole", expect = ACCEPTABLE, desc = "it was there")
  @Outcome(id = "torn", expect = ACCEPTABLE_INTERESTING, desc = "something of it was missing")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class CarelessHandOverOfNaiveView {
    private volatile NaiveView shared;

    /** Hands a view over and fills it then. */
    @Actor
    public void give() {
      NaiveView view = new NaiveView();
      shared = view;
      view.status = LifecycleStatus.WORKING;
      view.version = 2;
    }

    /** Looks whether all of it is there. */
    @Actor
    public void look(L_Result r) {
      NaiveView view = shared;
      r.r1 = view == null ? "nothing" : view.isWhole() ? "whole" : "torn";
    }

    private static final class NaiveView {
      private volatile LifecycleStatus status;
      private volatile long version;

      boolean isWhole() {
        return status != null && version == 2;
      }
    }
  }
}
