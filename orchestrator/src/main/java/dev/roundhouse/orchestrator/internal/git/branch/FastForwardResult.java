package dev.roundhouse.orchestrator.internal.git.branch;

/**
 * The result of fast-forwarding the target to its tip. Immutable.
 *
 * @param followed whether they are at one commit now
 * @param reason the obstacle and a hint; empty if they are
 */
public record FastForwardResult(boolean followed, String reason) {
  static final FastForwardResult DONE = new FastForwardResult(true, "");

  static FastForwardResult waits(String reason) {
    return new FastForwardResult(false, reason);
  }
}
