package dev.roundhouse.orchestrator.agent;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The facts about an attempt that the agent's output states. Nothing in it counts as work, and a
 * program may lie: the report serves budgets, circuit breakers and people. Immutable; all texts are
 * bounded and free of control characters except line ends and tabs.
 *
 * @param session the agent's id for its session; empty if it does not state one
 * @param lastMessage the end of the last thing it said, at most {@link #LONGEST_MESSAGE}
 *     characters; empty if it said nothing
 * @param toolUses the number of tools it used
 * @param tokens the tokens it used, as far as it states them
 * @param cost the cost it states, in US dollars, to the millionth; empty if it does not state any
 * @param isComplete true if tokens and cost are those of the whole attempt; otherwise it may have
 *     used more
 * @param refusal the refusal of its account that stopped it, if one did
 * @param error the error it states, on one line of at most {@link #LONGEST_ERROR} characters; empty
 *     if it does not state any
 */
public record AgentReport(
    String session,
    String lastMessage,
    int toolUses,
    Tokens tokens,
    Optional<BigDecimal> cost,
    boolean isComplete,
    Optional<Refusal> refusal,
    String error) {
  /** The longest last message that is kept. */
  public static final int LONGEST_MESSAGE = 8192;

  /** The longest error that is kept. */
  public static final int LONGEST_ERROR = 1000;

  /** The longest session id that is kept. */
  public static final int LONGEST_SESSION = 200;

  /** An empty report. */
  public static final AgentReport NOTHING =
      new AgentReport(
          "", "", 0, Tokens.NONE, Optional.empty(), /* isComplete= */ false, Optional.empty(), "");

  /** Returns the same report without what had been used before, as far as it has that much. */
  public AgentReport without(Usage before) {
    if (before.equalsNone()) {
      return this;
    }
    Usage rest =
        new Usage(tokens.input(), tokens.output(), cost.orElse(BigDecimal.ZERO)).minus(before);
    long cached = Math.min(tokens.cached(), rest.inputTokens());
    return new AgentReport(
        session,
        lastMessage,
        toolUses,
        new Tokens(rest.inputTokens(), rest.outputTokens(), cached),
        cost.map(each -> rest.costUsd()),
        isComplete,
        refusal,
        error);
  }

  /**
   * Returns the verdict under the last {@code ## VERDICT} heading of the last message, in lower
   * case: ready, corrected, not ready, needs review, close or blocked; empty if there is no other.
   */
  public Optional<String> verdict() {
    return VerdictHeading.read(lastMessage);
  }

  /**
   * Tokens of a whole attempt; never negative.
   *
   * @param input the tokens sent, including those read from a cache
   * @param output the tokens answered, including reasoning
   * @param cached the part of {@code input} that was read from a cache
   */
  public record Tokens(long input, long output, long cached) {
    /** No tokens. */
    public static final Tokens NONE = new Tokens(0, 0, 0);

    private static final long MOST = 1_000_000_000_000L;

    /** Clamps each number to between zero and a trillion. */
    public Tokens {
      input = Math.max(0, Math.min(MOST, input));
      output = Math.max(0, Math.min(MOST, output));
      cached = Math.max(0, Math.min(MOST, cached));
    }

    /** Returns the sum of both. */
    public Tokens plus(Tokens more) {
      return new Tokens(input + more.input, output + more.output, cached + more.cached);
    }
  }

  /**
   * The service's refusal to work for the account, whatever the issue.
   *
   * @param trouble the reason
   * @param resets the time it is lifted; empty if that was not stated. It may be any time, long
   *     past or far ahead, so a caller that waits for it must set a bound
   * @param said what the program said, on one line; never empty
   */
  public record Refusal(AccountProblem trouble, Optional<Instant> resets, String said) {
    /** Puts the reason where the program said nothing. */
    public Refusal {
      said = said.isBlank() ? trouble.word().replace('-', ' ') : said;
    }
  }
}
