package dev.roundhouse.proofs;

import static dev.roundhouse.proofs.MemoryLedger.ADA;
import static dev.roundhouse.proofs.MemoryLedger.BOB;
import static dev.roundhouse.proofs.MemoryLedger.ISSUE;
import static dev.roundhouse.proofs.MemoryLedger.NOON;
import static dev.roundhouse.proofs.MemoryLedger.OTHER;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Submission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Whoever claims through the ledger has the issue alone. */
public final class LedgerRaces {
  private LedgerRaces() {}

  /** Two workers want the same free issue. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "ada won the claim")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "bob won the claim")
  @Outcome(expect = FORBIDDEN, desc = "both won, or nobody did")
  @State
  public static class FreeIssue {
    private final MemoryLedger ledger = new MemoryLedger();

    /** Claims it. */
    @Actor
    public void ada(II_Result r) {
      r.r1 = ledger.claims(ADA) ? 1 : 0;
    }

    /** Claims it, too. */
    @Actor
    public void bob(II_Result r) {
      r.r2 = ledger.claims(BOB) ? 1 : 0;
    }
  }

  /** The same race on a board that looks first and writes then: both can win. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "ada won the claim")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "bob won the claim")
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "both won")
  @Outcome(expect = FORBIDDEN, desc = "nobody won")
  @State
  public static class FreeIssueOnNaiveBoard {
    private final ConcurrentMap<IssueId, WorkerId> holders = new ConcurrentHashMap<>();

    private boolean claims(WorkerId worker) {
      if (holders.containsKey(ISSUE)) {
        return false;
      }
      holders.put(ISSUE, worker);
      return true;
    }

    /** Claims it. */
    @Actor
    public void ada(II_Result r) {
      r.r1 = claims(ADA) ? 1 : 0;
    }

    /** Claims it, too. */
    @Actor
    public void bob(II_Result r) {
      r.r2 = claims(BOB) ? 1 : 0;
    }
  }

  /** Two workers each want the submitted issue that is first, and there are two. */
  @JCStressTest
  @Outcome(id = "T-1, T-2", expect = ACCEPTABLE, desc = "ada was first")
  @Outcome(id = "T-2, T-1", expect = ACCEPTABLE, desc = "bob was first")
  @Outcome(expect = FORBIDDEN, desc = "both got the same, or somebody got none")
  @State
  public static class NextIssue {
    private static final Submission WANTED =
        new Submission("title", IssueType.NONE, Priority.DEFAULT, Set.of(), Set.of(), Set.of(), "");
    private static final ChangeId CHANGE = ChangeId.fresh();

    private final MemoryLedger ledger =
        new MemoryLedger(
            new Event.IssueEnrolled(ISSUE, CHANGE, WANTED, null, NOON),
            new Event.IssueEnrolled(OTHER, CHANGE, WANTED, null, NOON));

    /** Claims what is next. */
    @Actor
    public void ada(LL_Result r) {
      r.r1 = ledger.claimsNext(ADA);
    }

    /** Claims what is next, too. */
    @Actor
    public void bob(LL_Result r) {
      r.r2 = ledger.claimsNext(BOB);
    }
  }

  /** The same race on a queue that looks first and takes then: both can get the same. */
  @JCStressTest
  @Outcome(id = "T-1, T-2", expect = ACCEPTABLE, desc = "ada was first")
  @Outcome(id = "T-2, T-1", expect = ACCEPTABLE, desc = "bob was first")
  @Outcome(id = "T-1, T-1", expect = ACCEPTABLE_INTERESTING, desc = "both got the same")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class NextIssueOnNaiveQueue {
    private final ConcurrentSkipListSet<IssueId> waiting =
        new ConcurrentSkipListSet<>(List.of(ISSUE, OTHER));

    private String claimsNext() {
      IssueId first = waiting.first();
      waiting.remove(first);
      return first.value();
    }

    /** Claims what is next. */
    @Actor
    public void ada(LL_Result r) {
      r.r1 = claimsNext();
    }

    /** Claims what is next, too. */
    @Actor
    public void bob(LL_Result r) {
      r.r2 = claimsNext();
    }
  }
}
