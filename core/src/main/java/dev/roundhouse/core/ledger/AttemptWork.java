package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the current attempt; each part is null until it is known. Immutable.
 *
 * @param base the commit its agent started from
 * @param process its agent; null also while it works inside the process of its run
 * @param head the commit that holds its work
 * @param exitCode its agent's exit code
 * @param endedAt the time its agent ended
 * @param candidate the commit that would land
 * @param candidateTree that commit's tree
 * @param oldTip the tip when the work was about to land
 * @param newTip the tip the landing would lead to
 * @param marked true if that commit marks the issue done
 * @param settled true if it is recorded what its agent used, until the agent's work is complete;
 *     otherwise null
 */
public record AttemptWork(
    @Nullable String base,
    @Nullable ProcessIdentity process,
    @Nullable String head,
    @Nullable Integer exitCode,
    @Nullable Instant endedAt,
    @Nullable String candidate,
    @Nullable String candidateTree,
    @Nullable String oldTip,
    @Nullable String newTip,
    boolean marked,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean settled) {
  static final AttemptWork NONE =
      new AttemptWork(null, null, null, null, null, null, null, null, null, false, null);

  AttemptWork started(Event.AgentStarted event) {
    return new AttemptWork(
        event.base(), event.process(), null, null, null, null, null, null, null, false, null);
  }

  AttemptWork ended(Event.AttemptEnded event) {
    return new AttemptWork(
        base,
        process,
        event.head(),
        event.exitCode(),
        event.at(),
        null,
        null,
        null,
        null,
        false,
        null);
  }

  AttemptWork built(Event.CandidateBuilt event) {
    return new AttemptWork(
        base,
        process,
        head,
        exitCode,
        endedAt,
        event.candidate(),
        event.tree(),
        event.tip(),
        null,
        false,
        null);
  }

  AttemptWork intended(Event.LandingIntended event) {
    return new AttemptWork(
        base,
        process,
        head,
        exitCode,
        endedAt,
        candidate,
        candidateTree,
        event.oldTip(),
        event.newTip(),
        event.marked(),
        null);
  }

  /** Returns this progress with what its agent used on record. */
  AttemptWork withUsage() {
    return new AttemptWork(
        base,
        process,
        head,
        exitCode,
        endedAt,
        candidate,
        candidateTree,
        oldTip,
        newTip,
        marked,
        true);
  }

  /** Tells whether an agent has started, and what it used is not on record. */
  public boolean owesUsage() {
    return base != null && settled == null;
  }
}
