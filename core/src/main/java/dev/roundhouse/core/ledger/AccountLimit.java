package dev.roundhouse.core.ledger;

import java.time.Instant;

/**
 * The hold on the account an agent works with. Immutable.
 *
 * @param until the time until which the account may not be used; may be in the past
 * @param inRow the number of such holds met in a row, with no success between; at least 1
 * @param trouble the reason
 * @param said what the agent's program said about it; empty if that is not known
 */
public record AccountLimit(Instant until, int inRow, AccountProblem trouble, String said) {
  /** The beginning of the text about an agent that was ended before its model answered. */
  public static final String NO_ANSWER = "no answer";

  /** Checks the range. */
  public AccountLimit {
    if (inRow < 1) {
      throw new IllegalArgumentException("a hold counts from 1 in a row");
    }
  }

  /** Creates the hold of a usage limit. */
  public AccountLimit(Instant until, int inRow) {
    this(until, inRow, AccountProblem.LIMIT, "");
  }

  /** Tells whether the only thing known is that no answer came. */
  public boolean isUnanswered() {
    return said.startsWith(NO_ANSWER);
  }

  static AccountLimit first(Event.LimitReached event) {
    return new AccountLimit(event.until(), 1, event.why(), event.words());
  }

  /**
   * Returns this hold after another one was met; several workers may meet the same one. While it
   * lasts it becomes no shorter, and one that a person has to see to stays that.
   */
  AccountLimit next(Event.LimitReached event) {
    if (!event.at().isBefore(until)) {
      return new AccountLimit(event.until(), inRow + 1, event.why(), event.words());
    }
    if (trouble.needsPerson() && !event.why().needsPerson()) {
      return this;
    }
    Instant later = event.until().isBefore(until) ? until : event.until();
    return new AccountLimit(later, inRow, event.why(), event.words());
  }
}
