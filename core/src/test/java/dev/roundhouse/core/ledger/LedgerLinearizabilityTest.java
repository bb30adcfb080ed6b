package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever two threads do with an issue at once, each sees what it would have seen had they done it
 * one after the other. A model checker drives them through their interleavings, and is seen to
 * refute a ledger that looks first and writes then. It knows nothing of reordered memory accesses;
 * that is what the races in jcstress-tests are for.
 */
@Tag("slow")
class LedgerLinearizabilityTest {
  /** What is pure, or drawn at random, has no say in which thread comes first. */
  private static final ManagedStrategyGuarantee PURE =
      forClasses(
              Stream.of(
                      AttemptId.class,
                      IssueId.class,
                      EventFold.class,
                      IssueChange.class,
                      IssueRecord.class,
                      LedgerFormat.class,
                      LedgerView.class,
                      Lifecycle.class,
                      PlanChange.class)
                  .map(Class::getName)
                  .toArray(String[]::new))
          .allMethods()
          .ignore();

  private static void check(Class<?> ledger) {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(8)
        .invocationsPerIteration(100)
        .addGuarantee(PURE)
        .invocationTimeout$lincheck(Patience.LIMIT.toMillis()) // 10 s are little on a busy machine
        .sequentialSpecification(OneByOne.class)
        .check(ledger);
  }

  @Test
  void whatTwoThreadsDoAtOnceCouldHaveBeenDoneOneByOne() {
    check(RealLedger.class);
  }

  @Test
  void aLedgerThatLooksFirstAndWritesThenIsRefuted() {
    assertThatThrownBy(() -> check(NaiveLedger.class))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  /** How the issue stands. */
  enum Standing {
    FREE,
    HELD,
    CANCELLED
  }

  /** What the operations mean, for one thread. */
  public static final class OneByOne {
    private Standing standing = Standing.FREE;

    private boolean move(Standing from, Standing to) {
      boolean may = standing == from;
      if (may) {
        standing = to;
      }
      return may;
    }

    /** Whether it was free, and is the caller's now. */
    public boolean claim() {
      return move(Standing.FREE, Standing.HELD);
    }

    /** Whether somebody held it, who does so no more. */
    public boolean release() {
      return move(Standing.HELD, Standing.FREE);
    }

    /** Whether it was free, and is never to be worked now. */
    public boolean cancel() {
      return move(Standing.FREE, Standing.CANCELLED);
    }

    /** How it stands. */
    public Standing look() {
      return standing;
    }
  }

  /** Two ledgers open on one journal: workers use the one, people at a terminal the other. */
  public static final class RealLedger {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final IssueId ISSUE = new IssueId("T-1");
    private static final WorkerId WORKER = WorkerId.fresh();
    private static final RunId RUN = RunId.fresh();
    private static final PlanChange CHANGE = new PlanChange(ChangeId.fresh(), NOON);

    private final Ledger ledger;
    private final Ledger terminal;
    private final Claims claims;

    /** An empty one. */
    public RealLedger() throws IOException {
      Journal journal = new MemoryJournal();
      ledger = Ledger.over(journal);
      terminal = Ledger.over(journal);
      claims = new Claims(ledger, RUN, InstantSource.fixed(NOON));
    }

    /** Whether it was free, and is the caller's now. */
    @Operation
    public boolean claim() throws IOException {
      return claims.claim(ISSUE, WORKER, "w1").isPresent();
    }

    /** Whether somebody held it, who does so no more. */
    @Operation
    public boolean release() throws IOException {
      Optional<Claim> seen = ledger.view().issue(ISSUE).map(IssueRecord::claim);
      return seen.isPresent() && released(seen.get().attempt());
    }

    private boolean released(AttemptId holder) throws IOException {
      try {
        ledger.commit(new Event.AttemptReleased(ISSUE, holder, "given back", NOON));
        return true;
      } catch (IllegalTransitionException somebodyElseWasFaster) {
        return false;
      }
    }

    /** Whether it was free, and is never to be worked now. */
    @Operation
    public boolean cancel() throws IOException {
      try {
        LedgerView after =
            terminal.commit(CHANGE.putAside(ISSUE, LifecycleStatus.CANCELLED, "not wanted"));
        return after.require(ISSUE).status() == LifecycleStatus.CANCELLED;
      } catch (IllegalTransitionException refused) {
        return false;
      }
    }

    /** How it stands. */
    @Operation
    public Standing look() throws IOException {
      LifecycleStatus status =
          terminal.view().issue(ISSUE).map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
      return switch (status) {
        case CANCELLED -> Standing.CANCELLED;
        case CLAIMED -> Standing.HELD;
        default -> Standing.FREE;
      };
    }
  }

  /** Every single look and every single write is safe, and the whole is not. */
  public static final class NaiveLedger {
    private volatile Standing standing = Standing.FREE;

    private boolean move(Standing from, Standing to) {
      boolean may = standing == from;
      if (may) {
        standing = to;
      }
      return may;
    }

    /** Whether it was free, and is the caller's now. */
    @Operation
    public boolean claim() {
      return move(Standing.FREE, Standing.HELD);
    }

    /** Whether somebody held it, who does so no more. */
    @Operation
    public boolean release() {
      return move(Standing.HELD, Standing.FREE);
    }

    /** Whether it was free, and is never to be worked now. */
    @Operation
    public boolean cancel() {
      return move(Standing.FREE, Standing.CANCELLED);
    }

    /** How it stands. */
    @Operation
    public Standing look() {
      return standing;
    }
  }
}
