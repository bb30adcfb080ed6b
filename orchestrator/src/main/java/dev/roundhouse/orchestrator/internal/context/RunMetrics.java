package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.ledger.Usage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one run counts as it goes. Immutable; its parts are safe for use by any number of threads.
 *
 * @param timings how long what took
 * @param corrections what was put right
 * @param spending what agents have used up
 * @param flakes what gates could not make up their mind about
 */
public record RunMetrics(
    Timings timings, Corrections corrections, UsageTotal spending, FlakeCount flakes) {
  /** Nothing counted yet. */
  public static RunMetrics empty() {
    return with(new UsageTotal());
  }

  /** Nothing counted yet but {@code spending}. */
  public static RunMetrics with(UsageTotal spending) {
    return new RunMetrics(new Timings(), new Corrections(), spending, new FlakeCount());
  }

  /**
   * What the agents of one run have used up. Safe for use by any number of threads; nothing added
   * is lost.
   */
  public static final class UsageTotal {
    private Usage total = Usage.NONE;

    /** Nothing yet. */
    public UsageTotal() {}

    /** Adds what one agent has used up. */
    public synchronized void add(Usage usage) {
      total = total.plus(usage);
    }

    /** All of it, as of now. */
    public synchronized Usage total() {
      return total;
    }
  }

  /**
   * How often in one run a gate said red and then green of one and the same tree. Safe for use by
   * any number of threads.
   */
  public static final class FlakeCount {
    private final AtomicInteger count = new AtomicInteger();

    /** None yet. */
    public FlakeCount() {}

    /** One more. */
    public void add() {
      count.incrementAndGet();
    }

    /** How many, as of now. */
    public int count() {
      return count.get();
    }
  }
}
