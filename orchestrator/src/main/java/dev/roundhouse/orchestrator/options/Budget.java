package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.text.AmountWord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The limits on agents' usage, in US dollars or in tokens. The cost of an attempt is reserved
 * before it starts, and settled when it is over, however it ended: with the cost it has reported,
 * or, if it did not report all of it, with no less than was reserved. An agent that reports what it
 * uses while it works is stopped once it has used more than a limit. Immutable.
 *
 * @param run the limit of one run, or empty for none
 * @param issue the limit of one issue over all runs, or empty for none
 * @param attempt the limit of one attempt, which is reserved for it; 0 for none
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

  /** The limits a budget consists of. */
  public enum Limit {
    /** The limit of one attempt. */
    ATTEMPT,
    /** The limit of one issue. */
    ISSUE,
    /** The limit of one run. */
    RUN;

    /** Returns its name in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns the limit that has not enough left for another attempt, however few are under way; that
   * of the issue before that of the run. Empty if both have.
   *
   * @param spentInRun the usage of the run
   * @param spentOnIssue the usage of the issue, in any run
   */
  public Optional<Objection> objection(Usage spentInRun, Usage spentOnIssue) {
    return Stream.of(share(Limit.ISSUE, spentOnIssue), share(Limit.RUN, spentInRun))
        .flatMap(Optional::stream)
        .filter(each -> !fits(Optional.of(each.limit()), each.spent().value().add(attempt.value())))
        .map(each -> new Objection(each, attempt))
        .findFirst();
  }

  /**
   * The reason why no other attempt may start.
   *
   * @param share the limit that has not enough left
   * @param attempt the amount that an attempt needs
   */
  public record Objection(Share share, Amount attempt) {
    /** Returns it as a sentence without an end. */
    @Override
    public String toString() {
      return share + ", less than the " + attempt.text() + " that an attempt reserves";
    }
  }

  /** Returns how much of {@code limit} is spent; empty if there is no such limit. */
  public Optional<Share> share(Limit limit, Usage spent) {
    Optional<Amount> most =
        switch (limit) {
          case ATTEMPT -> Optional.of(attempt).filter(each -> each.value().signum() > 0);
          case ISSUE -> issue;
          case RUN -> run;
        };
    return most.map(each -> new Share(limit, each, new Amount(each.of(spent), each.tokens())));
  }

  /**
   * Returns the first limit that is exceeded; empty if none is.
   *
   * @param attempt the usage of an attempt so far
   * @param issue the usage of its issue, with that attempt
   * @param run the usage of its run, with that attempt
   */
  public Optional<Share> exceeded(Usage attempt, Usage issue, Usage run) {
    return Stream.of(
            share(Limit.ATTEMPT, attempt), share(Limit.ISSUE, issue), share(Limit.RUN, run))
        .flatMap(Optional::stream)
        .filter(Share::isExceeded)
        .findFirst();
  }

  /**
   * Returns what counts on top of {@code reported} for an attempt that did not say all that it
   * used: the rest of what was reserved for it; empty if nothing was.
   */
  public Optional<Usage> rest(Usage reported) {
    BigDecimal rest = attempt.value().subtract(attempt.of(reported));
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
   * How much of a limit is spent.
   *
   * @param of the limit it is about
   * @param limit its amount
   * @param spent the amount spent, in the same unit
   */
  public record Share(Limit of, Amount limit, Amount spent) {
    /** Returns what is left, at least 0. */
    public Amount left() {
      BigDecimal left = limit.value().subtract(spent.value());
      return new Amount(left.max(BigDecimal.ZERO), limit.tokens());
    }

    /** Tells whether more is spent than the limit. */
    public boolean isExceeded() {
      return spent.value().compareTo(limit.value()) > 0;
    }

    /**
     * Returns it as a sentence without an end, such as {@code the budget of a run is $20.00: $4.10
     * spent, $15.90 left}.
     */
    @Override
    public String toString() {
      return "the budget of "
          + (of == Limit.RUN ? "a " : "an ")
          + of.word()
          + " is "
          + limit.text()
          + ": "
          + spent.text()
          + " spent, "
          + left().text()
          + " left";
    }
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

    /** Returns it as people write it: {@code $4.10} or {@code 12,345 tokens}. */
    public String text() {
      return tokens
          ? AmountWord.tokens(value.setScale(0, RoundingMode.HALF_UP).longValue())
          : AmountWord.dollars(value);
    }

    /** Returns it as the configuration has it. */
    @Override
    public String toString() {
      return value.toPlainString() + (tokens ? " tokens" : " usd");
    }
  }
}
