package dev.roundhouse.core.ledger;

import static dev.roundhouse.core.ledger.LifecycleStatus.AWAITING_APPROVAL;
import static dev.roundhouse.core.ledger.LifecycleStatus.BRANCHED;
import static dev.roundhouse.core.ledger.LifecycleStatus.CANCELLED;
import static dev.roundhouse.core.ledger.LifecycleStatus.CANDIDATE;
import static dev.roundhouse.core.ledger.LifecycleStatus.CLAIMED;
import static dev.roundhouse.core.ledger.LifecycleStatus.CLOSED;
import static dev.roundhouse.core.ledger.LifecycleStatus.CONFLICTED;
import static dev.roundhouse.core.ledger.LifecycleStatus.DROPPED;
import static dev.roundhouse.core.ledger.LifecycleStatus.FAILED;
import static dev.roundhouse.core.ledger.LifecycleStatus.LANDED;
import static dev.roundhouse.core.ledger.LifecycleStatus.LANDING;
import static dev.roundhouse.core.ledger.LifecycleStatus.NOT_READY;
import static dev.roundhouse.core.ledger.LifecycleStatus.NO_CHANGE;
import static dev.roundhouse.core.ledger.LifecycleStatus.OPEN;
import static dev.roundhouse.core.ledger.LifecycleStatus.REJECTED;
import static dev.roundhouse.core.ledger.LifecycleStatus.RETRY_WAIT;
import static dev.roundhouse.core.ledger.LifecycleStatus.SKIPPED;
import static dev.roundhouse.core.ledger.LifecycleStatus.WORKING;

import com.google.common.collect.ImmutableSetMultimap;
import dev.roundhouse.core.issue.IssueId;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The table of legal moves between statuses. Stateless; safe for use by any number of threads. */
public final class Lifecycle {
  private static final LifecycleStatus[] SETBACKS = {
    OPEN,
    RETRY_WAIT,
    FAILED,
    REJECTED,
    CONFLICTED,
    NO_CHANGE,
    NOT_READY,
    SKIPPED,
    CANCELLED,
    CLOSED,
    AWAITING_APPROVAL
  };
  private static final LifecycleStatus[] PUT_ASIDE = {SKIPPED, CANCELLED, CLOSED};

  private static final ImmutableSetMultimap<LifecycleStatus, LifecycleStatus> MOVES =
      ImmutableSetMultimap.<LifecycleStatus, LifecycleStatus>builder()
          .putAll(OPEN, CLAIMED, AWAITING_APPROVAL)
          .putAll(OPEN, PUT_ASIDE)
          .putAll(RETRY_WAIT, CLAIMED, OPEN, AWAITING_APPROVAL)
          .putAll(RETRY_WAIT, PUT_ASIDE)
          .putAll(CLAIMED, WORKING)
          .putAll(CLAIMED, SETBACKS)
          .putAll(WORKING, CANDIDATE)
          .putAll(WORKING, SETBACKS)
          .putAll(CANDIDATE, LANDING)
          .putAll(CANDIDATE, SETBACKS)
          .putAll(LANDING, LANDED, BRANCHED, CANDIDATE)
          .putAll(AWAITING_APPROVAL, OPEN, CANDIDATE)
          .putAll(AWAITING_APPROVAL, PUT_ASIDE)
          .putAll(LANDED, OPEN, DROPPED)
          .putAll(DROPPED, OPEN)
          .putAll(DROPPED, PUT_ASIDE)
          .putAll(CLOSED, OPEN)
          .putAll(BRANCHED, OPEN)
          .putAll(NO_CHANGE, OPEN)
          .putAll(NO_CHANGE, PUT_ASIDE)
          .putAll(NOT_READY, OPEN)
          .putAll(NOT_READY, PUT_ASIDE)
          .putAll(REJECTED, OPEN)
          .putAll(REJECTED, PUT_ASIDE)
          .putAll(CONFLICTED, OPEN)
          .putAll(CONFLICTED, PUT_ASIDE)
          .putAll(FAILED, OPEN)
          .putAll(FAILED, PUT_ASIDE)
          .putAll(SKIPPED, OPEN, CANCELLED)
          .putAll(CANCELLED, OPEN)
          .build();

  private static final Collector<CharSequence, ?, String> OR = Collectors.joining(" or ");

  private Lifecycle() {}

  /** Tells whether an issue may go from {@code from} to {@code to}. */
  public static boolean allows(LifecycleStatus from, LifecycleStatus to) {
    return MOVES.containsEntry(from, to);
  }

  /**
   * Checks that the move is legal.
   *
   * @throws IllegalTransitionException if it is not
   */
  public static void check(IssueId issue, LifecycleStatus from, LifecycleStatus to) {
    if (!allows(from, to)) {
      String allowed = MOVES.get(from).stream().map(LifecycleStatus::word).collect(OR);
      String article = "aeiou".indexOf(from.word().charAt(0)) < 0 ? "a " : "an ";
      throw new IllegalTransitionException(
          issue, from, to, article + from.word() + " issue can only become " + allowed);
    }
  }
}
