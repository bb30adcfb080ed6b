package dev.roundhouse.orchestrator.internal.context;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often in one run a gate said red and then green of one and the same tree. Safe for use by any
 * number of threads.
 */
public final class FlakeCount {
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
