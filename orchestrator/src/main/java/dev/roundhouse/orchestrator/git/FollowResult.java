package dev.roundhouse.orchestrator.git;

/**
 * Whether the target followed its tip. Immutable.
 *
 * @param followed whether they are at one commit now
 * @param reason why not, and what to do; empty if they are
 */
public record FollowResult(boolean followed, String reason) {
  static final FollowResult DONE = new FollowResult(true, "");

  static FollowResult waits(String reason) {
    return new FollowResult(false, reason);
  }
}
