package dev.roundhouse.orchestrator.internal.git.branch;

/**
 * Whether the target followed its tip. Immutable.
 *
 * @param followed whether they are at one commit now
 * @param reason why not, and what to do; empty if they are
 */
public record FastForwardResult(boolean followed, String reason) {
  static final FastForwardResult DONE = new FastForwardResult(true, "");

  static FastForwardResult waits(String reason) {
    return new FastForwardResult(false, reason);
  }
}
