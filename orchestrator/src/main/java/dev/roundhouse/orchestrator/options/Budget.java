package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.ledger.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits on agents' usage, in US dollars or in tokens. The cost of an attempt is reserved
 * before it starts, and settled when it is over, however it ended: with the cost it has reported,
 * or, if it did not report all of it, with no less than was reserved. Immutable.
 *
 * @param run the limit of one run, or empty for none
 * @param issue the limit of one issue over all runs, or empty for none
 * @param attempt the amount reserved for an attempt
 */
public record Budget(Optional<Amount> run, Optional<Amount> issue, Amount attempt) {
  /** No limits. */
  public static final Budget UNLIMITED =
      new Budget(Optional.empty(), Optional.empty(), new Amount(BigDecimal.ZERO, false));

  /**
   * Checks that all amounts are in one unit.
   *
   * @throws IllegalArgumentException if they are not
   */
  public Budget {
    boolean tokens = attempt.tokens();
    if (run.filter(each -> each.tokens() != tokens).isPresent()
        || issue.filter(each -> each.tokens() != tokens).isPresent()) {
      throw new IllegalArgumentException("a budget's amounts must all be in usd or all in tokens");
    }
  }

  /**
   * Tells whether another attempt may start.
   *
   * @param spentInRun the usage of the run
   * @param spentOnIssue the usage of the issue, in any run
   * @param reserved the number of attempts for which an amount is reserved
   */
  public boolean allows(Usage spentInRun, Usage spentOnIssue, int reserved) {
    BigDecimal next = attempt.value();
    BigDecimal open = next.multiply(BigDecimal.valueOf(reserved));
    return fits(run, attempt.of(spentInRun).add(open).add(next))
        && fits(issue, attempt.of(spentOnIssue).add(next));
  }

  /**
   * Returns what counts on top of {@code told} for an attempt that did not say all that it used:
   * the rest of what was reserved for it; empty if nothing was.
   */
  public Optional<Usage> rest(Usage told) {
    BigDecimal rest = attempt.value().subtract(attempt.of(told));
    if (rest.signum() <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        attempt.tokens()
            ? new Usage(rest.setScale(0, RoundingMode.CEILING).longValue(), 0, BigDecimal.ZERO)
            : new Usage(0, 0, rest));
  }

  /** Tells whether {@code wanted} is within the limit, if there is one. */
  private static boolean fits(Optional<Amount> limit, BigDecimal wanted) {
    return limit.map(most -> wanted.compareTo(most.value()) <= 0).orElse(true);
  }

  /**
   * An amount of money or tokens.
   *
   * @param value 0 or more
   * @param tokens whether it counts tokens rather than US dollars
   */
  public record Amount(BigDecimal value, boolean tokens) {
    private static final Pattern SHAPE =
        Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)\\s*(usd|tokens)");

    /**
     * Parses {@code 2.50 usd} or {@code 100000 tokens}.
     *
     * @throws IllegalArgumentException if {@code text} is neither
     */
    public static Amount parse(String text) {
      Matcher found = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
      if (!found.matches()) {
        throw new IllegalArgumentException(
            "must be an amount such as 2.50 usd or 100000 tokens, not '" + text + "'");
      }
      return new Amount(new BigDecimal(found.group(1)), found.group(2).equals("tokens"));
    }

    BigDecimal of(Usage usage) {
      return tokens ? BigDecimal.valueOf(usage.tokens()) : usage.costUsd();
    }

    @Override
    public String toString() {
      return value.toPlainString() + (tokens ? " tokens" : " usd");
    }
  }
}
