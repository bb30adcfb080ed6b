package dev.roundhouse.core.ledger;

import java.time.Instant;

/**
 * The usage limit of the account an agent works with. Immutable.
 *
 * @param until the time until which the account may not be used; may be in the past
 * @param inRow the number of such limits met in a row, with no success between; at least 1
 */
public record AccountLimit(Instant until, int inRow) {
  /** Checks the range. */
  public AccountLimit {
    if (inRow < 1) {
      throw new IllegalArgumentException("a limit that was met was met at least once");
    }
  }

  /** Returns this limit after another one was met; several workers may meet the same one. */
  AccountLimit next(Instant otherUntil, Instant at) {
    return new AccountLimit(otherUntil, at.isBefore(until) ? inRow : inRow + 1);
  }
}
