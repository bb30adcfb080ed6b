package dev.roundhouse.proofs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.roundhouse.orchestrator.internal.resource.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Of a resource no more is held than there is, and who wants several gets all or none. */
public final class ResourceRaces {
  private static final List<String> BOTH = List.of("db", "gradle");
  private static final List<String> BOTH_THE_OTHER_WAY = List.of("gradle", "db");

  private ResourceRaces() {}

  /** Two want the same two, named in either order: exactly one gets them. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first holds both")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second holds both")
  @Outcome(expect = FORBIDDEN, desc = "both hold them, or they kept each other from it")
  @State
  public static class TwoForBoth {
    private final Resources resources = new Resources(Map.of("db", 1, "gradle", 1));

    /** Takes them. */
    @Actor
    public void one(II_Result r) {
      r.r1 = resources.tryLease(BOTH).isPresent() ? 1 : 0;
    }

    /** Takes them, too. */
    @Actor
    public void other(II_Result r) {
      r.r2 = resources.tryLease(BOTH_THE_OTHER_WAY).isPresent() ? 1 : 0;
    }
  }

  /** The same race on one resource after the other, as they are named: nobody may get both. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first holds both")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second holds both")
  @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "they kept each other from it")
  @Outcome(expect = FORBIDDEN, desc = "both hold them")
  @State
  public static class TwoForBothOnNaiveResources {
    private final AtomicInteger db = new AtomicInteger(1);
    private final AtomicInteger gradle = new AtomicInteger(1);

    private static boolean take(AtomicInteger first, AtomicInteger second) {
      if (!first.compareAndSet(1, 0)) {
        return false;
      }
      if (second.compareAndSet(1, 0)) {
        return true;
      }
      first.set(1);
      return false;
    }

    /** Takes them. */
    @Actor
    public void one(II_Result r) {
      r.r1 = take(db, gradle) ? 1 : 0;
    }

    /** Takes them, too. */
    @Actor
    public void other(II_Result r) {
      r.r2 = take(gradle, db) ? 1 : 0;
    }
  }

  /** A lease is given back twice at once: it counts once. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "one may hold it again")
  @Outcome(expect = FORBIDDEN, desc = "more may hold it than there are, or nobody")
  @State
  public static class TwoReturns {
    private final Resources resources = new Resources(Map.of("db", 1));
    private final Resources.Lease lease = resources.tryLease(List.of("db")).orElseThrow();

    /** Gives it back. */
    @Actor
    public void one() {
      lease.close();
    }

    /** Gives it back, too. */
    @Actor
    public void other() {
      lease.close();
    }

    /** Counts how many can be had. */
    @Arbiter
    public void count(I_Result r) {
      Optional<Resources.Lease> next = resources.tryLease(List.of("db"));
      while (next.isPresent()) {
        r.r1++;
        next = resources.tryLease(List.of("db"));
      }
    }
  }

  /** The same race on a flag that is looked at and then set: it can count twice. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "one may hold it again")
  @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "two may hold what there is one of")
  @Outcome(expect = FORBIDDEN, desc = "anything else")
  @State
  public static class TwoReturnsOfNaiveLease {
    private final AtomicInteger free = new AtomicInteger();
    private volatile boolean closed;

    private void close() {
      if (!closed) {
        closed = true;
        free.incrementAndGet();
      }
    }

    /** Gives it back. */
    @Actor
    public void one() {
      close();
    }

    /** Gives it back, too. */
    @Actor
    public void other() {
      close();
    }

    /** Counts how many can be had. */
    @Arbiter
    public void count(I_Result r) {
      r.r1 = free.get();
    }
  }
}
