package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.ledger.Usage;

/**
 * What the agents of one run have used up. Safe for use by any number of threads; nothing added is
 * lost.
 */
public final class UsageTotal {
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
