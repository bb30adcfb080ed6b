package dev.roundhouse.core.ledger;

import java.time.Instant;

/**
 * The usage limit of the account an agent works with. Immutable.
 *
 * @param until until when it may use up no more; it may be past
 * @param inRow how many such limits were met one after the other, with no success between; at least
 *     1
 */
public record AccountLimit(Instant until, int inRow) {
  /** Checks the range. */
  public AccountLimit {
    if (inRow < 1) {
      throw new IllegalArgumentException("a limit that was met was met at least once");
    }
  }

  /** This, after another was met; several workers may meet the same one. */
  AccountLimit next(Instant otherUntil, Instant at) {
    return new AccountLimit(otherUntil, at.isBefore(until) ? inRow : inRow + 1);
  }
}
