package dev.roundhouse.proofs;

import static dev.roundhouse.proofs.MemoryLedger.ATTEMPT;
import static dev.roundhouse.proofs.MemoryLedger.ISSUE;
import static dev.roundhouse.proofs.MemoryLedger.NOON;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.orchestrator.internal.context.Corrections;
import dev.roundhouse.orchestrator.internal.context.Timings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Nothing that is recorded beside something else is lost. */
public final class RecordingRaces {
  private static final String PHASE = "agent";
  private static final Correction CORRECTION = new Correction(ATTEMPT, "path", "moved", NOON);

  private RecordingRaces() {}

  /** Two workers add to the same phase of the same issue, the first time there is any. */
  @JCStressTest
  @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "the sum")
  @Outcome(expect = FORBIDDEN, desc = "one of them was lost")
  @State
  public static class TwoTimes {
    private final Timings timings = new Timings();

    /** Adds one. */
    @Actor
    public void one() {
      timings.add(ISSUE, PHASE, Duration.ofMillis(1));
    }

    /** Adds two. */
    @Actor
    public void two() {
      timings.add(ISSUE, PHASE, Duration.ofMillis(2));
    }

    /** Reads the issue's and the total. */
    @Arbiter
    public void read(JJ_Result r) {
      r.r1 = timings.of(ISSUE).get(PHASE);
      r.r2 = timings.totals().get(PHASE);
    }
  }

  /** The same race on a map that is read and then written: one of them can be lost. */
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "the sum")
  @Outcome(
      id = {"1", "2"},
      expect = ACCEPTABLE_INTERESTING,
      desc = "one of them was lost")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class TwoTimesOnNaiveTimings {
    private final ConcurrentMap<String, Integer> millis = new ConcurrentHashMap<>();

    private void add(int took) {
      millis.put(PHASE, millis.getOrDefault(PHASE, 0) + took);
    }

    /** Adds one. */
    @Actor
    public void one() {
      add(1);
    }

    /** Adds two. */
    @Actor
    public void two() {
      add(2);
    }

    /** Reads the sum. */
    @Arbiter
    public void read(I_Result r) {
      r.r1 = millis.get(PHASE);
    }
  }

  /** Two workers record a correction of the same issue, the first there are. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "both are kept")
  @Outcome(expect = FORBIDDEN, desc = "one of them was lost")
  @State
  public static class TwoCorrections {
    private final Corrections corrections = new Corrections();

    /** Records one. */
    @Actor
    public void one() {
      corrections.record(ISSUE, CORRECTION);
    }

    /** Records another. */
    @Actor
    public void other() {
      corrections.record(ISSUE, CORRECTION);
    }

    /** Counts. */
    @Arbiter
    public void count(I_Result r) {
      r.r1 = corrections.of(ISSUE, ATTEMPT).size();
    }
  }

  /** The same race on a list that is copied and then put back: one of them can be lost. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "both are kept")
  @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "one of them was lost")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class TwoCorrectionsOnNaiveList {
    private volatile List<Correction> made = List.of();

    private void record() {
      made = Stream.concat(made.stream(), Stream.of(CORRECTION)).toList();
    }

    /** Records one. */
    @Actor
    public void one() {
      record();
    }

    /** Records another. */
    @Actor
    public void other() {
      record();
    }

    /** Counts. */
    @Arbiter
    public void count(I_Result r) {
      r.r1 = made.size();
    }
  }
}
