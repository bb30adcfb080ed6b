package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.ledger.Usage;
import java.util.HashMap;
import java.util.Map;
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
    private final Map<AttemptId, Usage> underWay = new HashMap<>();
    private Usage total = Usage.NONE;

    /** Creates a total of zero. */
    public UsageTotal() {}

    /** Adds what an agent has used that is at work on {@code attempt} no more. */
    public synchronized void settle(AttemptId attempt, Usage usage) {
      underWay.remove(attempt);
      total = total.plus(usage);
    }

    /**
     * Notes what the agent at work on {@code attempt} has used so far, and returns the total with
     * what all those at work have used.
     */
    public synchronized Usage note(AttemptId attempt, Usage soFar) {
      underWay.put(attempt, soFar);
      return underWay.values().stream().reduce(total, Usage::plus);
    }

    /** Returns the total of the agents whose work is over. */
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
