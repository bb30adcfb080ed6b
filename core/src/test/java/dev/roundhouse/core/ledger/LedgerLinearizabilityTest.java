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
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Whatever two threads do with a ledger at once, each sees what it would have seen had they done it
 * one after the other. A model checker drives them through their interleavings, and is seen to
 * refute a ledger that looks first and writes then. It knows nothing of reordered memory accesses;
 * that is what the races in jcstress-tests are for.
 */
class LedgerLinearizabilityTest {
  private static final int ISSUES = 2;

  /** What is pure, or drawn at random, has no say in which thread comes first. */
  private static final ManagedStrategyGuarantee PURE =
      forClasses(
              Stream.of(
                      "issue.AttemptId",
                      "issue.IssueId",
                      "ledger.Fold",
                      "ledger.IssueRecord",
                      "ledger.LedgerFormat",
                      "ledger.LedgerView",
                      "ledger.PlanChange")
                  .map("dev.roundhouse.core."::concat)
                  .toArray(String[]::new))
          .allMethods()
          .ignore();

  private static void check(Class<?> ledger) {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(5)
        .invocationsPerIteration(100)
        .addGuarantee(PURE)
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

  /** How an issue stands; one that nobody has touched is free. */
  enum Standing {
    FREE,
    HELD,
    CANCELLED
  }

  /** What the operations mean, for one thread. */
  public static final class OneByOne {
    private final Map<Integer, Standing> standings;

    /** Nothing has been said of any issue. */
    public OneByOne() {
      this(new TreeMap<>());
    }

    OneByOne(Map<Integer, Standing> standings) {
      this.standings = standings;
    }

    private boolean move(int issue, Standing from, Standing to) {
      boolean may = standings.getOrDefault(issue, Standing.FREE) == from;
      if (may) {
        standings.put(issue, to);
      }
      return may;
    }

    /** Whether it was free, and is the caller's now. */
    public boolean claim(int issue) {
      return move(issue, Standing.FREE, Standing.HELD);
    }

    /** Whether somebody held it, who does so no more. */
    public boolean release(int issue) {
      return move(issue, Standing.HELD, Standing.FREE);
    }

    /** Whether it was free, and is never to be worked now. */
    public boolean cancel(int issue) {
      return move(issue, Standing.FREE, Standing.CANCELLED);
    }

    /** How many are held. */
    public int held() {
      return (int) standings.values().stream().filter(each -> each == Standing.HELD).count();
    }
  }

  /** Two ledgers open on one journal: workers use the one, people at a terminal the other. */
  @Param(name = "issue", gen = IntGen.class, conf = "1:" + ISSUES)
  public static final class RealLedger {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<IssueId> IDS = List.of(new IssueId("T-1"), new IssueId("T-2"));
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

    private static IssueId id(int issue) {
      return IDS.get(issue - 1);
    }

    /** Whether it was free, and is the caller's now. */
    @Operation
    public boolean claim(@Param(name = "issue") int issue) throws IOException {
      return claims.claim(id(issue), WORKER, "w1").isPresent();
    }

    /** Whether somebody held it, who does so no more. */
    @Operation
    public boolean release(@Param(name = "issue") int issue) throws IOException {
      Optional<Claim> seen = ledger.view().issue(id(issue)).map(IssueRecord::claim);
      return seen.isPresent() && released(id(issue), seen.get().attempt());
    }

    private boolean released(IssueId issue, AttemptId holder) throws IOException {
      try {
        ledger.commit(new Event.AttemptReleased(issue, holder, "given back", NOON));
        return true;
      } catch (IllegalTransitionException somebodyElseWasFaster) {
        return false;
      }
    }

    /** Whether it was free, and is never to be worked now. */
    @Operation
    public boolean cancel(@Param(name = "issue") int issue) throws IOException {
      try {
        LedgerView after =
            terminal.commit(CHANGE.putAside(id(issue), LifecycleStatus.CANCELLED, "not wanted"));
        return after.require(id(issue)).status() == LifecycleStatus.CANCELLED;
      } catch (IllegalTransitionException refused) {
        return false;
      }
    }

    /** How many are held. */
    @Operation
    public int held() throws IOException {
      return (int) terminal.view().issues().stream().filter(each -> each.claim() != null).count();
    }
  }

  /** The same for many threads: every single look and write is safe, and the whole is not. */
  @Param(name = "issue", gen = IntGen.class, conf = "1:" + ISSUES)
  public static final class NaiveLedger {
    private final OneByOne standings = new OneByOne(new ConcurrentHashMap<>());

    /** Whether it was free, and is the caller's now. */
    @Operation
    public boolean claim(@Param(name = "issue") int issue) {
      return standings.claim(issue);
    }

    /** Whether somebody held it, who does so no more. */
    @Operation
    public boolean release(@Param(name = "issue") int issue) {
      return standings.release(issue);
    }

    /** Whether it was free, and is never to be worked now. */
    @Operation
    public boolean cancel(@Param(name = "issue") int issue) {
      return standings.cancel(issue);
    }

    /** How many are held. */
    @Operation
    public int held() {
      return standings.held();
    }
  }
}
