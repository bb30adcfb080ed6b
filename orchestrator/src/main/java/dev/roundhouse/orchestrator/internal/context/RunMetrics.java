package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.ledger.Usage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The counters of one run. Immutable; its parts are safe for use by any number of threads.
 *
 * @param timings the time each phase took
 * @param corrections the corrections made
 * @param spending the usage of agents
 * @param flakes the number of contradictory gate verdicts
 */
public record RunMetrics(
    Timings timings, Corrections corrections, UsageTotal spending, FlakeCount flakes) {
  /** Returns counters at zero. */
  public static RunMetrics empty() {
    return with(new UsageTotal());
  }

  /** Returns counters at zero, with {@code spending}. */
  public static RunMetrics with(UsageTotal spending) {
    return new RunMetrics(new Timings(), new Corrections(), spending, new FlakeCount());
  }

  /**
   * The total usage of the agents of one run. Safe for use by any number of threads; nothing added
   * is lost.
   */
  public static final class UsageTotal {
    private Usage total = Usage.NONE;

    /** Creates a total of zero. */
    public UsageTotal() {}

    /** Adds the usage of one agent. */
    public synchronized void add(Usage usage) {
      total = total.plus(usage);
    }

    /** Returns the total so far. */
    public synchronized Usage total() {
      return total;
    }
  }

  /**
   * Counts how often in one run a gate was red and then green for the same tree. Safe for use by
   * any number of threads.
   */
  public static final class FlakeCount {
    private final AtomicInteger count = new AtomicInteger();

    /** Creates a count of zero. */
    public FlakeCount() {}

    /** Adds one. */
    public void add() {
      count.incrementAndGet();
    }

    /** Returns the count so far. */
    public int count() {
      return count.get();
    }
  }
}
