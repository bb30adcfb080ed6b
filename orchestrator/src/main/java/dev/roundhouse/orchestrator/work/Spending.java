package dev.roundhouse.orchestrator.work;

import dev.roundhouse.core.ledger.Usage;

/**
 * What the agents of one run have used up. Safe for use by any number of threads; nothing added is
 * lost.
 */
public final class Spending {
  private Usage total = Usage.NONE;

  /** Nothing yet. */
  public Spending() {}

  /** Adds what one agent has used up. */
  public synchronized void add(Usage usage) {
    total = total.plus(usage);
  }

  /** All of it, as of now. */
  public synchronized Usage total() {
    return total;
  }
}
